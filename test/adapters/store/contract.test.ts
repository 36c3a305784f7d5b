// Every store keeps the same contract.
import { describe } from "vitest";
import { storeContract } from "../../kit/store-contract.ts";
import { fileHome, memoryHome, noPostgres, postgresHome } from "../../kit/stores.ts";

describe("SQLite in memory", () => storeContract(memoryHome));
describe("SQLite in a file", () => storeContract(fileHome));
describe.skipIf(noPostgres)("PostgreSQL", () => storeContract(postgresHome));

// Microsoft's own description of Graph v1.0, as far as the samples hold it: types with their properties, and permissions.
import { readFileSync } from "node:fs";

const sample = (name: string) =>
  readFileSync(new URL(`../../samples/graph/${name}`, import.meta.url), "utf8");

type Types = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function metadata(name: string) {
  const types = describe(sample(name));
  const typeAt = (type: string | undefined, path: string): string | undefined =>
    path.split("/").reduce<string | undefined>((at, step) => types.get(member(at) ?? "")?.get(step), type);
  return { types, typeAt };
}

/** Properties of each type, those of its base too; names in full, as `microsoft.graph.signIn`. */
function describe(csdl: string): Types {
  const found = new Map<string, Map<string, string>>();
  const full = (name: string) =>
    name.replaceAll("graph.", "microsoft.graph.").replace("microsoft.microsoft.", "microsoft.");
  for (const [, name, base, body] of csdl.matchAll(
    /<(?:Entity|Complex)Type Name="(\w+)"(?: BaseType="([\w.]+)")?[^>]*?>(.*?)<\/(?:Entity|Complex)Type>/gs,
  )) {
    const own = [...(body ?? "").matchAll(/<(?:Navigation)?Property Name="(\w+)" Type="([\w.()]+)"/g)];
    const inherited = found.get(full(base ?? "")) ?? []; // a base stands before who needs it
    const properties = own.map(([, property, type]) => [property ?? "", full(type ?? "")] as const);
    found.set(`microsoft.graph.${name}`, new Map([...inherited, ...properties]));
  }
  return found;
}

export const member = (type: string | undefined) => /^Collection\((.*)\)$/.exec(type ?? "")?.[1] ?? type;

type PathSet = { schemeKeys: string[]; methods: string[]; paths: Record<string, string> };

/** What a permission opens. */
export function pathSets(file: string, permission: string): PathSet[] {
  const { permissions } = JSON.parse(sample(file)) as {
    permissions: Record<string, { pathSets: PathSet[] }>;
  };
  return permissions[permission]?.pathSets ?? [];
}

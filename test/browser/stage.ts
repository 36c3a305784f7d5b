// A page of the practice tenant before each test, in a real browser. Whatever the page complains of fails the test.
import type { Browser, Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { complaints, launch, startTenant, type Tenant } from "./browser.ts";
import { type Player, playOn } from "./player.ts";

type Stage = { browser: Browser; tenant: Tenant; page: Page; player: Player };

/**
 * `tenant`: how long one lives. `patience`: milliseconds that anything may take to appear, on a machine that is busy
 * with other tests.
 */
export const onStage = (options: { tenant: "test" | "file"; width?: number; patience?: number }) =>
  base.extend<Stage>({
    browser: [
      async ({}, use) => {
        const browser = await launch();
        await use(browser);
        await browser.close();
      },
      { scope: "file" },
    ],
    tenant: [
      async ({}, use) => {
        const tenant = await startTenant();
        await use(tenant);
        await tenant.stop();
      },
      { scope: options.tenant },
    ],
    page: async ({ browser, tenant }, use) => {
      const page = await browser.newPage({ viewport: { width: options.width ?? 1280, height: 800 } });
      page.setDefaultTimeout(options.patience ?? 12_000);
      const heard = complaints(page);
      await page.goto(tenant.url);
      await use(page);
      await page.close();
      expect(heard).toEqual([]);
    },
    player: async ({ page }, use) => use(playOn(page)),
  });

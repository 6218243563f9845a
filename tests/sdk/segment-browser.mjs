// @segment/analytics-next in headless Chromium: settings, CORS preflight, text/plain bodies.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [base, writeKey] = process.argv.slice(2);
const userId = `sdk-segment-browser-${process.env.SDK_RUN}`;
const sdk = "node_modules/@segment/analytics-next/dist/umd";

// The page calls the SDK and writes what became of the calls into its title.
const page = `<!doctype html><title>running</title><script>
  window.onerror = (message) => (document.title = "failed: " + message);
</script><script src="/index.js"></script><script>
  (async () => {
    const { AnalyticsBrowser } = window.AnalyticsNext;
    const [analytics] = await AnalyticsBrowser.load({ writeKey: ${JSON.stringify(writeKey)}, cdnURL: ${JSON.stringify(base)} });
    const failures = [];
    analytics.on("dispatch_end", (context) => context.failedDelivery() && failures.push(context.event.type));
    const sent = [
      await analytics.page("Pricing"),
      await analytics.identify(${JSON.stringify(userId)}, { email: "browser@acme.example" }),
      await analytics.track("Demo Requested"),
      await analytics.group("acme.example", { name: "Acme" }),
      await analytics.alias(${JSON.stringify(userId)}, "before"),
    ];
    document.title = failures.length || sent.some((context) => context.failedDelivery())
      ? "failed: " + failures.join(" ") : "done";
  })().catch((error) => (document.title = "failed: " + error));
</script>`;

const site = createServer((request, response) => {
  // The SDK loads its parts by name from where it came from.
  const part = /^\/([\w.-]+\.js)$/.exec(request.url);
  response.setHeader("content-type", part ? "text/javascript" : "text/html; charset=utf-8");
  response.end(part ? readFileSync(join(sdk, part[1])) : page);
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));

const profile = mkdtempSync(join(tmpdir(), "enfilade-sdk-"));
const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
const port = await new Promise((resolve, reject) => {
  driver.on("error", reject);
  driver.stdout.on("data", (text) => {
    const found = /started successfully on port (\d+)/.exec(text);
    if (found) resolve(found[1]);
  });
});

async function command(method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(value.message);
  return value;
}

let title = "failed: no browser";
try {
  const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", `--user-data-dir=${profile}`];
  const { sessionId } = await command("POST", "/session", {
    capabilities: { alwaysMatch: { "goog:chromeOptions": { args } } },
  });
  await command("POST", `/session/${sessionId}/url`, { url: `http://127.0.0.1:${site.address().port}/pricing` });
  for (let tries = 0; tries < 100; tries += 1) {
    title = await command("GET", `/session/${sessionId}/title`);
    if (title !== "running") break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await command("DELETE", `/session/${sessionId}`);
} finally {
  driver.kill();
  site.close();
  rmSync(profile, { recursive: true, force: true });
}
if (title !== "done") console.error(title);
process.exit(title === "done" ? 0 : 1);

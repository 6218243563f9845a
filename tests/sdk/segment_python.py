"""segment-analytics-python with gzip on."""

import os
import sys

import segment.analytics as analytics

host, write_key = sys.argv[1:3]
user = f"sdk-segment-python-{os.environ['SDK_RUN']}"
device = f"{user}-device"
failures = []

analytics.write_key = write_key
analytics.host = host
analytics.gzip = True
analytics.max_retries = 1
analytics.on_error = lambda error, items: failures.append(error)

analytics.page(anonymous_id=device, name="Pricing", properties={"url": "https://example.com/pricing"})
analytics.identify(user, {"email": "python@acme.example"}, anonymous_id=device)
analytics.track(user, "Newsletter Signup", {"list": "monthly"})
analytics.group(user, "acme.example", {"name": "Acme"})
analytics.alias(device, user)
analytics.flush()
analytics.shutdown()

for failure in failures:
    print(failure, file=sys.stderr)
sys.exit(1 if failures else 0)

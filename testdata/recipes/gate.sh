#!/bin/sh
# Fails a deployment when configuration errors came up or 5xx reached 2% within its last hour.
exec iiswhy logs --last 1h -q --fail-on 500.19=1,5xx=2%

#!/bin/sh
# Mails the summary of yesterday. Exit status: that of iiswhy.
PATH=$PATH:/usr/local/bin:/usr/sbin
cd "$(dirname "$0")" || exit 3
iiswhy daily logs --date yesterday --fail-on spike -q --mkdir -o reports/yesterday.html
status=$?
{
	printf 'To: ops@example.com\nSubject: IIS yesterday, status %d\n' "$status"
	printf 'MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n'
	cat reports/yesterday.html
} | sendmail -t
exit $status

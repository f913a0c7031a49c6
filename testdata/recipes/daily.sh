#!/bin/sh
# Mails the summary of yesterday. Exit status: that of iiswhy.
PATH=$PATH:/usr/local/bin:/usr/sbin
cd "$(dirname "$0")" || exit 3
rm -f reports/yesterday.html # or a report of another day would be sent when none is written
iiswhy daily logs --date yesterday --fail-on spike -q --mkdir -o reports/yesterday.html
status=$?
{
	printf 'To: ops@example.com\nSubject: IIS yesterday, status %d\nMIME-Version: 1.0\n' "$status"
	printf 'Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n'
	base64 reports/yesterday.html
} | sendmail -t
exit $status

@echo off
rem The summary of yesterday. Exit status: 1 when something rose unusually, 3 when a log could not be read.
cd /d "%~dp0"
iiswhy.exe daily C:\inetpub\logs\LogFiles --date yesterday --fail-on spike -q --mkdir -o reports\yesterday.html
exit /b %ERRORLEVEL%

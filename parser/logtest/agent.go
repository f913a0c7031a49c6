package logtest

// agents returns the user agents of people as logs show them, with + for blanks,
// the most usual first.
func agents() []string {
	const (
		windows = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+"
		mac     = "Mozilla/5.0+(Macintosh;+Intel+Mac+OS+X+10_15_7)+"
		linux   = "Mozilla/5.0+(X11;+Linux+x86_64)+"
		android = "Mozilla/5.0+(Linux;+Android+10;+K)+"
		iphone  = "Mozilla/5.0+(iPhone;+CPU+iPhone+OS+17_5_1+like+Mac+OS+X)+"
		blink   = "AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/"
		webkit  = "AppleWebKit/605.1.15+(KHTML,+like+Gecko)+"
		safari  = "+Safari/537.36"
	)
	return []string{
		windows + blink + "128.0.0.0" + safari,
		windows + blink + "127.0.0.0" + safari + "+Edg/127.0.0.0",
		windows + blink + "128.0.0.0" + safari + "+Edg/128.0.0.0",
		iphone + webkit + "Version/17.5+Mobile/15E148+Safari/604.1",
		mac + blink + "128.0.0.0" + safari,
		android + blink + "128.0.0.0+Mobile" + safari,
		"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64;+rv:129.0)+Gecko/20100101+Firefox/129.0",
		mac + webkit + "Version/17.5+Safari/605.1.15",
		windows + blink + "126.0.0.0" + safari,
		android + blink + "127.0.0.0+Mobile" + safari,
		linux + blink + "128.0.0.0" + safari,
		"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64;+rv:115.0)+Gecko/20100101+Firefox/115.0",
		windows + blink + "109.0.0.0" + safari,
		"Mozilla/5.0+(X11;+Ubuntu;+Linux+x86_64;+rv:129.0)+Gecko/20100101+Firefox/129.0",
		iphone + webkit + "Version/16.6+Mobile/15E148+Safari/604.1",
		windows + blink + "128.0.0.0" + safari + "+OPR/113.0.0.0",
		mac + blink + "127.0.0.0" + safari + "+Edg/127.0.0.0",
		"Mozilla/5.0+(iPad;+CPU+OS+16_7_8+like+Mac+OS+X)+" + webkit + "Version/16.6+Mobile/15E148+Safari/604.1",
		"Mozilla/5.0+(Linux;+Android+14;+SAMSUNG+SM-S921B)+AppleWebKit/537.36+(KHTML,+like+Gecko)+" +
			"SamsungBrowser/25.0+Chrome/121.0.0.0+Mobile" + safari,
		"Mozilla/5.0+(Windows+NT+6.1;+WOW64;+Trident/7.0;+rv:11.0)+like+Gecko",
		"Mozilla/5.0+(Windows+NT+10.0;+WOW64;+Trident/7.0;+.NET4.0C;+.NET4.0E;+rv:11.0)+like+Gecko",
		"Mozilla/4.0+(compatible;+MSIE+7.0;+Windows+NT+6.3;+WOW64;+Trident/7.0;+.NET4.0E;+.NET4.0C;+.NET+CLR+3.5.30729)",
		"Mozilla/5.0+(Windows+NT+10.0)+" + blink + "120.0.0.0" + safari,
		linux + blink + "125.0.0.0" + safari,
		"Mozilla/5.0+(Macintosh;+Intel+Mac+OS+X+10.15;+rv:128.0)+Gecko/20100101+Firefox/128.0",
		"Mozilla/5.0+(X11;+CrOS+x86_64+14541.0.0)+" + blink + "127.0.0.0" + safari,
		"Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.17726;+Pro)",
		"Dalvik/2.1.0+(Linux;+U;+Android+13;+Pixel+6a+Build/TQ3A.230805.001)",
	}
}

// robots returns the user agents of programs, the most usual first.
func robots() []string {
	return []string{
		"Mozilla/5.0+(compatible;+bingbot/2.0;++http://www.bing.com/bingbot.htm)",
		"Mozilla/5.0+(compatible;+Googlebot/2.1;++http://www.google.com/bot.html)",
		"python-requests/2.32.3",
		"curl/8.9.1",
		"Go-http-client/1.1",
		"Java/17.0.11",
		"okhttp/4.12.0",
		"Apache-HttpClient/4.5.14+(Java/17.0.11)",
		"PostmanRuntime/7.41.1",
		"Mozilla/5.0+(Windows+NT;+Windows+NT+10.0;+en-US)+WindowsPowerShell/5.1.20348.2582",
		"Microsoft-WNS/10.0",
		"Mozilla/5.0+(compatible;+YandexBot/3.0;++http://yandex.com/bots)",
		"Mozilla/5.0+(compatible;+AhrefsBot/7.0;++http://ahrefs.com/robot/)",
		"Mozilla/5.0+(compatible;+DotBot/1.2;++https://opensiteexplorer.org/dotbot)",
		"AzureTrafficManager+Endpoint+Monitor",
		"ReadyForRequest/1.0+(AlwaysOn)",
	}
}

package codes

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Documents that the names of menus, pages and tabs were checked against, besides those
// of the commands.
const (
	manager = "MicrosoftDocs/iis-docs 63b689f0, which names it in English"
	technet = "TechNet, IIS 7 operations guide (cc753568)"
	sqlDocs = "MicrosoftDocs, web synchronization of SQL Server and BTSHttpReceive of BizTalk"
	azure   = "Azure portal, App Service diagnostics"
)

// menus are what checks tell people to open, tick or choose, as English and Chinese
// Windows name it. A Chinese check has them in quotes.
var menus = []struct{ english, chinese, document string }{
	{"Request Filtering", "请求筛选", manager},
	{"Handler Mappings", "处理程序映射", manager},
	{"FTP SSL Settings", "FTP SSL 设置", manager},
	{"Connect as", "连接为", manager},
	{"Basic Settings", "基本设置", manager},
	{"FTP Request Filtering", "FTP 请求筛选", manager},
	{"IP Address and Domain Restrictions", "IP 地址和域限制", manager},
	{"FastCGI Settings", "FastCGI 设置", manager},
	{"Advanced Settings", "高级设置", manager},
	{"ISAPI Filters", "ISAPI 筛选器", manager},
	{"Edit Feature Settings", "编辑功能设置", manager},
	{"URL Rewrite", "URL 重写", manager},
	{"User Rights Assignment", "用户权限分配", consoles},
	{"Edit Dynamic Restriction Settings", "编辑动态限制设置", manager},
	{"Test Settings", "测试设置", manager},
	{"Enable 32-Bit Applications", "启用 32 位应用程序", manager},
	{"Trusted Root Certification Authorities", "受信任的根证书颁发机构", consoles},
	{"Custom", "自定义", manager},
	{"Advanced", "高级", manager},
	{"Logging", "日志", manager},
	{"Select Fields", "选择字段", manager},
	{"Edit Feature Permissions", "编辑功能权限", sqlDocs},
	{"SSL Settings", "SSL 设置", manager},
	{"ISAPI and CGI Restrictions", "ISAPI 和 CGI 限制", manager},
	{"MIME Types", "MIME 类型", manager},
	{"File Name Extensions", "文件扩展名", manager},
	{"Hidden Segments", "隐藏段", manager},
	{"Revert To Parent", "恢复为继承的项", technet},
	{"Authentication", "身份验证", manager},
	{"Windows Authentication", "Windows 身份验证", manager},
	{"Extended Protection", "扩展保护", manager},
	{"Account", "帐户", consoles},
	{"FTP Firewall Support", "FTP 防火墙支持", manager},
	{"FTP Authentication", "FTP 身份验证", manager},
	{"Data channel", "数据通道", manager},
	{"WebDAV Settings", "WebDAV 设置", manager},
	{"WebDAV Authoring Rules", "WebDAV 创作规则", manager},
	{"Web Service Extensions", "Web 服务扩展", manager},
	{"URL", "URL", manager},
	{"HTTP Verbs", "HTTP 谓词", manager},
	{"Home Directory", "主目录", manager},
	{"ASP.NET Impersonation", "ASP.NET 模拟", manager},
	{"Monitoring and Management", "监视和管理", manager},
	{"Impersonate a client after authentication", "身份验证后模拟客户端", consoles},
	{"Allowed to Authenticate", "允许身份验证", consoles},
	{"Manage Private Keys", "管理私钥", consoles},
	{"Active Directory Users and Computers", "Active Directory 用户和计算机", consoles},
	{"Certification Path", "证书路径", consoles},
	{"Details", "详细信息", consoles},
	{"Enhanced Key Usage", "增强型密钥用法", consoles},
	{"FTP Authorization Rules", "FTP 授权规则", manager},
	{"Server Farms", "服务器场", manager},
	{"Read", "读取", manager},
	{"Require SSL", "要求 SSL", manager},
	{"Execute", "执行", manager},
	{"Modules", "模块", manager},
	{"Configure Native Modules", "配置本机模块", manager},
	{"Source", "源", manager},
	{"Allow high-bit characters", "允许高位字符", manager},
	{"Query Strings", "查询字符串", manager},
	{"Rules", "规则", manager},
	{"Headers", "标头", manager},
	{"Properties", "属性", manager},
	{"Application Pools", "应用程序池", manager},
	{"View Server Variables", "查看服务器变量", manager},
	{"Output Caching", "输出缓存", manager},
	{"Diagnose and solve problems", "诊断并解决问题", azure},
	{"Default Document", "默认文档", manager},
	{"Intermediate Certification Authorities", "中间证书颁发机构", consoles},
	{"Identity", "标识", manager},
	{"Client certificates", "客户端证书", manager},
	{"Associated Handles", "关联的句柄", consoles},
	{"Logon Hours", "登录时间", consoles},
	{"Log On To", "登录到", consoles},
	{"Authorization Rules", "授权规则", manager},
	{"Allow log on locally", "允许本地登录", consoles},
	{"Access this computer from the network", "从网络访问此计算机", consoles},
	{"Active Directory Domains and Trusts", "Active Directory 域和信任关系", consoles},
	{"Security", "安全", consoles},
	{"Test pattern", "测试模式", manager},
	{"Programs and Features", "程序和功能", consoles},
	{"Subject Alternative Name", "使用者可选名称", consoles},
	{"Bindings", "绑定", manager},
	{"Recycling", "回收", manager},
	{"Feature Delegation", "功能委派", manager},
	{"Read/Write", "读/写", manager},
	{"CRL Distribution Points", "CRL 分发点", consoles},
	{"Issued certificates", "颁发的证书", consoles},
	{"Basic Constraints", "基本约束", consoles},
	{"Client Authentication", "客户端身份验证", consoles},
	{"Limits", "限制", manager},
	{"FTP Directory Browsing", "FTP 目录浏览", manager},
	{"Control channel", "控制通道", manager},
	{"FTP IP Address and Domain Restrictions", "FTP IP 地址和域限制", manager},
	{"FTP IPv4 Address and Domain Restrictions", "FTP IPv4 地址和域限制", manager},
	{"FTP Logon Attempt Restrictions", "FTP 登录尝试限制", manager},
	{"Denied URL Sequences", "拒绝 URL 序列", manager},
	{"FTP Current Sessions", "FTP 当前会话", manager},
	{"Allow", "允许", manager},
	{"FTP User Isolation", "FTP 用户隔离", manager},
	{"Commands", "命令", manager},
	{"WebDAV Publishing", "WebDAV 发布", manager},
}

// quotedElse are words in quotes that are no menus.
var quotedElse = []string{"-", "远程主机关闭了连接"}

var quoted = regexp.MustCompile(`“([^”]*)”`)

// Each menu that a Chinese check names is in the table, and the English check names the
// same.
func TestMenusOfChecks(t *testing.T) {
	english, used := checks(t, English), map[string]bool{}
	known := map[string]string{}
	for _, m := range menus {
		assert.NotEmpty(t, m.document, m.english)
		known[m.chinese] = strings.ToLower(m.english)
	}
	for _, m := range quotedElse {
		known[m] = ""
	}
	for place, check := range checks(t, Chinese) {
		for _, found := range quoted.FindAllStringSubmatch(check, -1) {
			for menu := range strings.SplitSeq(found[1], " > ") {
				name, ok := known[menu]
				used[menu] = true
				assert.True(t, ok, "%s: the menu %s is not in the table", place, menu)
				assert.Contains(t, strings.ToLower(english[place]), name, "%s: English names another menu than %s", place, menu)
			}
		}
	}
	for menu := range known {
		assert.True(t, used[menu], "no check has %s", menu)
	}
}

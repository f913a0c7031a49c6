package codes

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What no Chinese administrator would write: idioms that were translated word by
// word, and second names for what Microsoft's own pages name otherwise.
var unnatural = []string{
	"作答", "开场", "装作", "贪婪", "中招", "碍眼", "辅助进程", "不耐烦", "失去了耐心", "名额", "接待", "道别", "打发", "掩饰", "挡在外面", "拒收",
	"恢复为父项",           // 恢复为继承的项
	"低半部分",            // 低 16 位
	"客户端离开", "客户端已离开", // 断开
	"认识", "不肯", "联系不上", "挡住", "抓包", "弄错", "试试看", "一无所获", "沉默", "谈不上", "照例", "手中的", "处理不过来",
	"编号",            // 状态码, 子状态
	"上级被锁定", "上级锁定", // 父级
}

// inTables are words that only reports may use, which count rows of a log.
var inTables = []string{"这些行", "该行", "同一行"} // 请求

// rowOfLog finds the word for a line where a request is meant.
var rowOfLog = regexp.MustCompile(`(?:用户名|64|MKCOL|LOCK|GET|PUT|POST|401|200|许多|后续|两|单独一)\s?的?行`)

// blank is a place for a value in a sentence.
var blank = regexp.MustCompile(`\{[^}]*\}`)

func TestChineseIsNatural(t *testing.T) {
	const tables, reports = "data", "../report/render/data"
	for folder, count := range map[string]int{tables: 8, reports: 3} {
		files, err := filepath.Glob(folder + "/*.zh.tsv")
		require.NoError(t, err)
		require.Len(t, files, count)
		words := unnatural
		if folder == tables {
			words = append(slices.Clone(unnatural), inTables...)
		}
		for _, file := range files {
			checkChinese(t, file, words)
		}
	}
}

func checkChinese(t *testing.T, file string, words []string) {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for i, line := range strings.Split(string(text), "\n") {
		for _, word := range words {
			assert.NotContains(t, line, word, "%s:%d", file, i+1)
		}
		assert.Empty(t, rowOfLog.FindString(line), "%s:%d: a request is 请求", file, i+1)
		if !strings.HasPrefix(line, "#") {
			assert.Empty(t, halfWidth.FindString(blank.ReplaceAllString(line, "")), "%s:%d: punctuation of Chinese is of full width", file, i+1)
		}
	}
}

package codes

// Modules log a Win32 error in one of three forms: as it is, as the HRESULT 0x8007xxxx around
// it, or as the NTSTATUS that Windows made it of. The Security event 4625 has the last.

// win32In returns the Win32 error that a number says in another form, and any other number
// as it is.
func win32In(number int64) int64 {
	switch number >> 16 {
	case 0x8007:
		return number & 0xFFFF
	case 0xC000:
		if win32, ok := ofNTSTATUS[number&0xFFFF]; ok {
			return win32
		}
	}
	return number
}

// ofNTSTATUS is the Win32 error of each NTSTATUS of a refused logon, 0xC000 and these digits.
// A wrong password is 1326, as servers say to clients, who must not learn that the name exists.
var ofNTSTATUS = map[int64]int64{
	0x0022: 5,    // STATUS_ACCESS_DENIED
	0x005E: 1311, // STATUS_NO_LOGON_SERVERS
	0x0064: 1317, // STATUS_NO_SUCH_USER
	0x006A: 1326, // STATUS_WRONG_PASSWORD
	0x006D: 1326, // STATUS_LOGON_FAILURE
	0x006E: 1327, // STATUS_ACCOUNT_RESTRICTION
	0x006F: 1328, // STATUS_INVALID_LOGON_HOURS
	0x0070: 1329, // STATUS_INVALID_WORKSTATION
	0x0071: 1330, // STATUS_PASSWORD_EXPIRED
	0x0072: 1331, // STATUS_ACCOUNT_DISABLED
	0x00DF: 1355, // STATUS_NO_SUCH_DOMAIN
	0x0133: 1398, // STATUS_TIME_DIFFERENCE_AT_DC
	0x015B: 1385, // STATUS_LOGON_TYPE_NOT_GRANTED
	0x018B: 1787, // STATUS_NO_TRUST_SAM_ACCOUNT
	0x018C: 1788, // STATUS_TRUSTED_DOMAIN_FAILURE
	0x018D: 1789, // STATUS_TRUSTED_RELATIONSHIP_FAILURE
	0x0192: 1792, // STATUS_NETLOGON_NOT_STARTED
	0x0193: 1793, // STATUS_ACCOUNT_EXPIRED
	0x0224: 1907, // STATUS_PASSWORD_MUST_CHANGE
	0x0234: 1909, // STATUS_ACCOUNT_LOCKED_OUT
	0x0413: 1935, // STATUS_AUTHENTICATION_FIREWALL_FAILED
}

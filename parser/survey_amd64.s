#include "go_asm.h"
#include "textflag.h"

// END writes the first of the line feeds in R10 to an end: its place, and the
// blanks before it. R11 and R12 are used for it.
#define END(to) \
	TZCNTQ  R10, R11     \
	ADDQ    DX, R11      \
	BLSMSKQ R10, R12     \
	ANDQ    R8, R12      \
	POPCNTQ R12, R12     \
	ADDQ    BX, R12      \
	MOVL    R11, (to)    \
	MOVL    R12, 4(to)

// func take(v *survey, text []byte) (lines int, odd bool)
//
// SI text, CX its length, DX place of the block, DI where its mask of blanks
// goes, R13 where the next end goes, BX blanks before the block. Y4 holds the
// smallest bytes so far, Y6 line feeds, Y7 blanks.
//
// Each block writes an end, whether it has one or not, and moves on by as many as
// it has: branches that depend on where lines end cost more than all the rest.
TEXT ·take(SB), NOSPLIT, $0-41
	MOVQ         v+0(FP), DI
	MOVQ         text_base+8(FP), SI
	MOVQ         text_len+16(FP), CX
	LEAQ         survey_ends(DI), R13
	MOVQ         $0x0A0A0A0A0A0A0A0A, AX
	MOVQ         AX, X6
	VPBROADCASTQ X6, Y6
	MOVQ         $0x2020202020202020, AX
	MOVQ         AX, X7
	VPBROADCASTQ X7, Y7
	VPCMPEQB     Y4, Y4, Y4
	XORQ         DX, DX
	XORQ         BX, BX
	JMP          check

block:
	VMOVDQU   (SI)(DX*1), Y0
	VMOVDQU   32(SI)(DX*1), Y1
	VPMINUB   Y0, Y4, Y4
	VPMINUB   Y1, Y4, Y4
	VPCMPEQB  Y7, Y0, Y2
	VPCMPEQB  Y7, Y1, Y3
	VPCMPEQB  Y6, Y0, Y0
	VPCMPEQB  Y6, Y1, Y1
	VPMOVMSKB Y2, R8
	VPMOVMSKB Y3, R9
	VPMOVMSKB Y0, R10
	VPMOVMSKB Y1, R11
	SHLQ      $32, R9
	SHLQ      $32, R11
	ORQ       R9, R8               // blanks
	ORQ       R11, R10             // line feeds
	MOVQ      R8, (DI)
	ADDQ      $8, DI
	END(R13)
	POPCNTQ   R10, R11
	LEAQ      (R13)(R11*8), R13
	CMPQ      R11, $1
	JHI       more

counted:
	POPCNTQ R8, R8
	ADDQ    R8, BX
	ADDQ    $const_blockSize, DX

check:
	CMPQ DX, CX
	JLT  block

	// 9 is the greater of itself and a byte where that is up to 9.
	MOVQ         $0x0909090909090909, AX
	MOVQ         AX, X5
	VPBROADCASTQ X5, Y5
	VPMAXUB      Y5, Y4, Y4
	VPCMPEQB     Y5, Y4, Y4
	VPMOVMSKB    Y4, AX
	VZEROUPPER
	TESTL        AX, AX
	SETNE        odd+40(FP)
	MOVQ         v+0(FP), DI
	LEAQ         survey_ends(DI), DI
	SUBQ         DI, R13
	SHRQ         $3, R13
	MOVQ         R13, lines+32(FP)
	RET

more:
	// The block has R11 line feeds: the second and those behind it.
	NEGQ R11
	LEAQ 8(R13)(R11*8), AX

another:
	BLSRQ   R10, R10
	END(AX)
	ADDQ    $8, AX
	CMPQ    AX, R13
	JLT     another
	JMP     counted

// func hasVectors() bool
//
// AVX2, BMI1 and POPCNT, and a system that keeps the registers.
TEXT ·hasVectors(SB), NOSPLIT, $0-1
	MOVB  $0, ret+0(FP)
	XORL  AX, AX
	CPUID
	CMPL  AX, $7
	JLT   no
	MOVL  $1, AX
	XORL  CX, CX
	CPUID
	ANDL  $(1<<27|1<<28|1<<23), CX // OSXSAVE, AVX, POPCNT
	CMPL  CX, $(1<<27|1<<28|1<<23)
	JNE   no
	XORL  CX, CX
	XGETBV
	ANDL  $6, AX                   // XMM and YMM
	CMPL  AX, $6
	JNE   no
	MOVL  $7, AX
	XORL  CX, CX
	CPUID
	ANDL  $(1<<5|1<<3), BX         // AVX2, BMI1
	CMPL  BX, $(1<<5|1<<3)
	JNE   no
	MOVB  $1, ret+0(FP)

no:
	RET

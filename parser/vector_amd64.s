#include "textflag.h"

// func blanksIn(text []byte, masks *masks) (end, blanks int, odd uint32)
//
// SI text, CX last place at which a block begins, DI where the next mask goes,
// DX place, BX blanks. Y4 gathers bytes of up to 9, Y5 is 9, Y6 line feeds, Y7
// blanks.
TEXT ·blanksIn(SB), NOSPLIT, $0-52
	MOVQ text_base+0(FP), SI
	MOVQ text_len+8(FP), CX
	MOVQ masks+24(FP), DI
	CMPQ CX, $(32*64)
	JLE  bounded
	MOVQ $(32*64), CX

bounded:
	SUBQ         $32, CX
	MOVQ         $0x0909090909090909, AX
	MOVQ         AX, X5
	VPBROADCASTQ X5, Y5
	MOVQ         $0x0A0A0A0A0A0A0A0A, AX
	MOVQ         AX, X6
	VPBROADCASTQ X6, Y6
	MOVQ         $0x2020202020202020, AX
	MOVQ         AX, X7
	VPBROADCASTQ X7, Y7
	VPXOR        Y4, Y4, Y4
	XORQ         DX, DX
	XORQ         BX, BX

next:
	CMPQ      DX, CX
	JGT       none
	VMOVDQU   (SI)(DX*1), Y0
	VPCMPEQB  Y7, Y0, Y1
	VPCMPEQB  Y6, Y0, Y2
	VPMINUB   Y5, Y0, Y3
	VPCMPEQB  Y0, Y3, Y3
	VPOR      Y3, Y4, Y4
	VPMOVMSKB Y1, R8
	VPMOVMSKB Y2, R9
	TESTL     R9, R9
	JNZ       found
	MOVL      R8, (DI)
	POPCNTL   R8, R8
	ADDQ      R8, BX
	ADDQ      $4, DI
	ADDQ      $32, DX
	JMP       next

found:
	// R10 has a bit for each byte before the line feed, lowest in R9.
	MOVL      R9, R10
	SUBL      $1, R10
	ANDNL     R10, R9, R10
	ANDL      R10, R8
	MOVL      R8, (DI)
	POPCNTL   R8, R8
	ADDQ      R8, BX
	BSFL      R9, R9
	ADDQ      R9, DX
	VPMOVMSKB Y4, R10
	VZEROUPPER
	MOVQ      DX, end+32(FP)
	MOVQ      BX, blanks+40(FP)
	MOVL      R10, odd+48(FP)
	RET

none:
	VZEROUPPER
	MOVQ $-1, end+32(FP)
	MOVQ $0, blanks+40(FP)
	MOVL $0, odd+48(FP)
	RET

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

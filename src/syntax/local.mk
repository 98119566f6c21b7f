# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += %D%/libsyntax.a
src_syntax_libsyntax_a_SOURCES = \
	%D%/arith.c \
	%D%/arith.h \
	%D%/arith_parse.h \
	%D%/array.c \
	%D%/ast.h \
	%D%/ast_equal.c \
	%D%/ast_print.c \
	%D%/ast_print.h \
	%D%/char_class.c \
	%D%/char_class.h \
	%D%/compound.c \
	%D%/dollar.c \
	%D%/here.c \
	%D%/here.h \
	%D%/input.c \
	%D%/input.h \
	%D%/lexer.c \
	%D%/lexer.h \
	%D%/operand.c \
	%D%/parse_error.c \
	%D%/parser.c \
	%D%/parser.h \
	%D%/parser_state.h \
	%D%/print.h \
	%D%/print_here.c \
	%D%/print_word.c \
	%D%/simple.c \
	%D%/substitution.c \
	%D%/term.c \
	%D%/term.h \
	%D%/token.c \
	%D%/token.h \
	%D%/tree.c \
	%D%/with.c \
	%D%/word.c \
	%D%/word.h \
	%D%/word_lex.c

/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Everything that the program can complain about: one line a rule. X(ID, severity, text). The name in brackets behind a
 * message is the ID in lower case with hyphens. The variable part of a message, its detail, is named in the comment.
 *
 * ERROR    the author's mistake; in a translation it counts as a warning, unless --strict (exit status 1)
 * WARNING  suspicious; an error with --strict
 * USAGE    wrong use or configuration (exit status 2)
 * SYSTEM   the machine: disk, permission, memory (exit status 3)
 */
#ifndef STATUSBOOK_BASE_DIAG_RULES_H
#define STATUSBOOK_BASE_DIAG_RULES_H

/* clang-format off: a table */
#define DIAG_RULES(X)                                                                                                  \
	/* Files and bytes */                                                                                          \
	X(BAD_UTF8, ERROR, "not UTF-8 here") /* byte in hexadecimal */                                                 \
	X(NUL_BYTE, ERROR, "NUL byte in a text file")                                                                  \
	X(CONTROL_CHARACTER, ERROR, "control character in a text file")      /* code point */                          \
	X(BIDI_CONTROL, ERROR, "invisible direction control in a text file") /* code point */                          \
	X(FILE_TOO_LARGE, ERROR, "file is larger than any text should be")   /* path */                                \
	X(NOT_A_FILE, ERROR, "not a regular file")                           /* path */                                \
	X(UNEXPECTED_FILE, ERROR, "file does not belong here")               /* path */                                \
	X(MISSING_DIRECTORY, USAGE, "no such directory")                     /* path */                                \
	X(MISSING_FILE, USAGE, "no such file")                               /* path */                                \
	X(UNREADABLE, SYSTEM, "cannot read")                                 /* path; reason */                        \
	X(UNWRITABLE, SYSTEM, "cannot write")                                /* path; reason */                        \
	/* YAML and front matter */                                                                                    \
	X(BAD_YAML, ERROR, "YAML cannot be read")                    /* libyaml's problem */                           \
	X(YAML_ANCHOR, ERROR, "anchors and aliases are not allowed") /* name */                                        \
	X(YAML_TAG, ERROR, "tags are not allowed")                   /* tag */                                         \
	X(YAML_TOO_DEEP, ERROR, "nested too deeply")                                                                   \
	X(NO_FRONT_MATTER, ERROR, "file does not begin with front matter: a line '---', keys, and another line '---'") \
	X(UNKNOWN_KEY, ERROR, "unknown key")               /* key */                                                   \
	X(DUPLICATE_KEY, ERROR, "key is given twice")      /* key */                                                   \
	X(MISSING_KEY, ERROR, "required key is missing")   /* key */                                                   \
	X(EMPTY_VALUE, ERROR, "value is empty")            /* key */                                                   \
	X(WRONG_TYPE, ERROR, "wrong type of value")        /* key; what was expected */                                \
	X(WRONG_VALUE, ERROR, "value is not allowed here") /* value; what was expected */                              \
	X(NEUTRAL_KEY, ERROR, "neutral key in a translation says something else than the source") /* key */            \
	X(BAD_DATE, ERROR, "not a date of the form 2026-11-23 and a text behind it")              /* value */          \
	X(BAD_PATTERN, ERROR, "not a regular expression")                                 /* pattern; reason */        \
	X(UNCOMMON_PATTERN, ERROR, "pattern is more than program and browser read alike") /* pattern; reason */        \
	X(BAD_LOCALE, ERROR, "not a locale")                                              /* value */                  \
	X(BAD_SLUG, ERROR, "not a slug: lower-case letters, digits, '-', and '.' between two of them") /* value */     \
	X(RESERVED_SLUG, ERROR, "slug is reserved")                                                    /* value */     \
	/* Families and facts */                                                                                       \
	X(UNKNOWN_LOCALE, ERROR, "locale is not in site.yaml")                              /* locale */               \
	X(UNKNOWN_KIND, ERROR, "unknown kind")                                              /* kind */                 \
	X(UNKNOWN_FACT, ERROR, "unknown fact")                                              /* fact */                 \
	X(MISSING_FACT, ERROR, "required fact is missing")                                  /* fact */                 \
	X(UNKNOWN_STEP, ERROR, "unknown step of the conversation")                          /* step */                 \
	X(UNKNOWN_SENSE, ERROR, "unknown sense of a reply")                                 /* sense */                \
	X(UNKNOWN_SENDER, ERROR, "family does not list that sender of replies")             /* name */                 \
	X(UNKNOWN_SOURCE, ERROR, "unknown source")                                          /* source */               \
	X(NO_SUCH_SECTION_LINK, ERROR, "source has no address for sections")                /* citation */             \
	X(STEP_CYCLE, ERROR, "steps of the conversation come after each other in a circle") /* step */                 \
	X(CODE_PATTERN, ERROR, "code does not fit the family")                              /* code; pattern */        \
	X(NO_CLASS, ERROR, "code fits none of the classes")                                 /* code */                 \
	X(DUPLICATE_ID, ERROR, "id is taken")                                             /* id; note: other place */  \
	X(CASE_COLLISION, ERROR, "paths differ only in case or form of letters")          /* path; note */             \
	X(PATH_COLLISION, ERROR, "two pages on one path")                                 /* path; note */             \
	X(ORPHAN_TRANSLATION, ERROR, "translation of an entry that does not exist")       /* slug */                   \
	X(UNKNOWN_GLOSS, ERROR, "gloss for a reply that the entry does not have")         /* id */                     \
	X(MISSING_GLOSS, ERROR, "reply has no gloss in this language")                    /* id */                     \
	X(FIRST_DIFFERS, WARNING, "code does not begin as the entry's code does")         /* code; entry's */          \
	X(REPLY_CODE, ERROR, "reply text does not begin with its code")                   /* text */                   \
	X(BAD_NOTE_NAME, ERROR, "a note is named after a pair of codes, the lower first") /* name */                   \
	X(NO_FAMILY, USAGE, "no family: no folder here holds a family.yaml")              /* path */                   \
	/* Text */                                                                                                     \
	X(UNKNOWN_SECTION, ERROR, "unknown section")                              /* id */                             \
	X(DUPLICATE_SECTION, ERROR, "section is given twice")                     /* id */                             \
	X(SECTION_ORDER, ERROR, "section stands out of order")                    /* id */                             \
	X(MISSING_SECTION, ERROR, "required section is missing")                  /* id */                             \
	X(EMPTY_SECTION, ERROR, "section is empty")                               /* id */                             \
	X(UNTRANSLATED_SECTION, ERROR, "section of the source is not translated") /* id */                             \
	X(EXTRA_SECTION, ERROR, "section does not exist in the source language")  /* id */                             \
	X(HEADING_ID, ERROR, "heading of a section has no id of the form {#id}")  /* heading */                        \
	X(TEXT_BEFORE_SECTION, ERROR, "text before the first section")                                                 \
	X(RAW_HTML, ERROR, "raw HTML is not allowed") /* tag */                                                        \
	X(IMAGE, ERROR, "images are not allowed in text")                                                              \
	X(HEADING_LEVEL, ERROR, "heading inside a section must be of level 3 to 6")                  /* heading */     \
	X(BAD_URL, ERROR, "address is not allowed; https, http and mailto are, and code: and cite:") /* URL */         \
	X(DEAD_CODE, ERROR, "link to a code or pair that does not exist")                            /* target */      \
	X(DEAD_ANCHOR, ERROR, "link to a section that the page does not have")                       /* target */      \
	X(MARKDOWN_LIMIT, ERROR, "text is nested or linked more than any text should be")            /* what; limit */ \
	X(UNTRANSLATED_BODY, ERROR, "section in the source language")                                /* id */          \
	X(UNTRANSLATED_TEXT, ERROR, "text in the source language")                                   /* key */         \
	X(NOT_REVIEWED, USAGE, "source text has changed since the last stamp") /* id; what to do */                    \
	X(NOT_STAMPED, USAGE, "translation has no stamp: nobody knows what it was made from")                          \
	X(NOT_A_TRANSLATION, USAGE, "not a translation of this project")                    /* file */                 \
	X(STALE_SECTION, WARNING, "source text has changed since the translation was made") /* id */                   \
	X(DOUBLED_WORD, WARNING, "word stands twice in a row")                              /* word */                 \
	X(UNSOURCED, ERROR, "section names no source")                                      /* id */                   \
	X(CUT_OFF, WARNING, "text breaks off")                                              /* last words */           \
	X(SHARED_SENTENCE, WARNING, "sentence stands in another place too")                 /* sentence */             \
	X(THIN_SECTION, WARNING, "required section says hardly anything")                   /* id; characters */       \
	X(QUOTES, WARNING, "quotation mark is not as the language has it")                  /* mark; why */            \
	X(GLOSSARY, WARNING, "word that the glossary avoids")                               /* word; what to use */    \
	X(ADDRESS, WARNING, "another form of address")                                      /* word */                 \
	X(LEFT_IN_SOURCE, WARNING, "text in the source language")                           /* first words */          \
	X(NOTE_VERDICT, ERROR, "verdict of a note does not name the code")                  /* code */                 \
	X(NOTE_PARAGRAPH, ERROR, "verdict of a note is not one paragraph")                                             \
	X(TRANSCRIPT_CODE, ERROR, "dialogue does not contain the entry's code")             /* code */                 \
	X(BLOCK_DIFFERS, ERROR, "code block differs from the source language's")            /* first line */           \
	X(LINK_DIFFERS, ERROR, "link of the source language is missing in the translation") /* target */               \
	X(EXTRA_LINK, ERROR, "link that the source language does not have")                 /* target */               \
	X(NUMBERS_DIFFER, WARNING, "numbers differ from the source language's")             /* id; which */            \
	/* Comparisons */                                                                                              \
	X(UNKNOWN_CONDITION, ERROR, "unknown condition")                                /* name */                     \
	X(NO_VERDICT, ERROR, "no rule gives a verdict for the pair")                    /* pair */                     \
	X(UNUSED_RULE, WARNING, "no comparison matches the rule, or others come first") /* id */                       \
	X(NO_DIFFERENCE, ERROR, "no fact differs between the two")                      /* pair */                     \
	X(REPEATED_SENTENCE, ERROR, "page says the same sentence twice")                /* sentence */                 \
	/* Messages */                                                                                                 \
	X(BAD_PO, ERROR, "PO file cannot be read")                   /* what */                                        \
	X(PO_CHARSET, ERROR, "PO file is not in UTF-8")              /* charset */                                     \
	X(PO_DUPLICATE, ERROR, "message is given twice")             /* msgid */                                       \
	X(PO_PLURALS, ERROR, "wrong number of plural forms")         /* msgid; numbers */                              \
	X(MISSING_MESSAGE, ERROR, "message is not translated")       /* msgid */                                       \
	X(UNKNOWN_SLOT, ERROR, "unknown slot")                       /* slot */                                        \
	X(MISSING_SLOT, ERROR, "slot of the source text is missing") /* slot */                                        \
	X(BAD_SLOT, ERROR, "slot is not closed or not a name")       /* text */                                        \
	X(MISSING_CATALOGUE, ERROR, "locale has no PO file")         /* path */                                        \
	X(BAD_TABLE, ERROR, "line of a table cannot be read")        /* field; what was expected */                    \
	/* Templates */                                                                                                \
	X(TEMPLATE_SYNTAX, ERROR, "template cannot be read")                      /* what */                           \
	X(TEMPLATE_BLOCK, ERROR, "template block does not match")                 /* block; note: where it began */    \
	X(UNKNOWN_NAME, ERROR, "unknown name")                                    /* name */                           \
	X(UNKNOWN_FILTER, ERROR, "unknown filter")                                /* filter */                         \
	X(UNKNOWN_TEMPLATE, ERROR, "no such template")                            /* name */                           \
	X(TEMPLATE_CYCLE, ERROR, "templates include each other")                  /* chain */                          \
	X(TEMPLATE_TYPE, ERROR, "value of another type is needed here")           /* name; expected */                 \
	X(TEMPLATE_CONTEXT, ERROR, "value in an unsafe place")                    /* place */                          \
	X(INLINE_SCRIPT, ERROR, "text that would end the script inside of pages") /* text */                           \
	/* Commands and output */                                                                                      \
	X(BAD_USAGE, USAGE, "wrong use")                                   /* what */                                  \
	X(UNKNOWN_COMMAND, USAGE, "unknown command")                       /* command */                               \
	X(UNKNOWN_OPTION, USAGE, "unknown option")                         /* option */                                \
	X(NOT_IN_PROJECT, USAGE, "not in this project")                    /* what was named; what was expected */     \
	X(FILE_EXISTS, USAGE, "file is there already, and stays as it is") /* path */                                  \
	X(MISSING_PROGRAM, SYSTEM, "program is not installed")             /* name; where it is from */                \
	X(PROGRAM_FAILED, SYSTEM, "program has failed")                    /* name; what it said */                    \
	X(UNSAFE_OUTPUT, USAGE, "refusing to write the site there")        /* path; reason */                          \
	X(FOREIGN_FILE, USAGE, "output directory holds a file that this program did not write") /* path */             \
	X(EDITED_FILE, USAGE, "published file is not as this program has written it")           /* path; what to do */ \
	X(UNFINISHED, USAGE, "a change of the site was interrupted, and cannot be finished")    /* path; what to do */ \
	X(NO_WAY_BACK, USAGE, "no site to go back to")                                          /* path; reason */     \
	X(SHARDS, USAGE, "parts do not make a site")                                            /* path; reason */     \
	X(OUTPUT_BUSY, USAGE, "another build is writing there")                                 /* path; process */    \
	X(PORT_TAKEN, USAGE, "cannot listen on the port")                                       /* port; reason */

#endif

//go:build ignore

// Prints unicode_tables.h from the tables of Go's package unicode, so that regular expressions know
// the same characters as Go's. Run: go run src/base/unicode_tables.go > src/base/unicode_tables.h
package main

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
)

// The general categories of one character each; the others (L, LC, ...) are unions of them.
var leaves = strings.Fields("Cn Cc Cf Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs")

// The name as the lookup spells it: no separators, the first letter large, the others small.
func canonical(name string) string {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
	return strings.ToUpper(name[:1]) + name[1:]
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

func category(r rune) uint32 {
	for i, leaf := range leaves {
		if leaf != "Cn" && unicode.Is(unicode.Categories[leaf], r) {
			return uint32(i)
		}
	}
	return 0
}

// Prints the stretches of one `id`: the id, and how many characters it holds as a varint of 7 bits a byte.
func stretches(name, comment string, id func(rune) uint32) {
	fmt.Printf("\n/* %s */\nstatic const uint8_t %s[] = {", comment, name)
	count := 0
	for r := rune(0); r <= unicode.MaxRune; {
		now, from := id(r), r
		for r <= unicode.MaxRune && id(r) == now {
			r++
		}
		item(count, fmt.Sprintf("%d,", now))
		count++
		for size := r - from; size > 0; size >>= 7 {
			more := rune(0)
			if size > 127 {
				more = 128
			}
			item(count, fmt.Sprintf("%d,", size&127|more))
			count++
		}
	}
	fmt.Printf("\n};\n")
}

func item(count int, text string) {
	if count%20 == 0 {
		fmt.Printf("\n    %s", text)
	} else {
		fmt.Printf(" %s", text)
	}
}

func mask(table *unicode.RangeTable) uint32 {
	var bits uint32
	for i, leaf := range leaves {
		part := unicode.Categories[leaf]
		if unicode.Is(table, rune(first(part))) {
			bits |= 1 << i
		}
	}
	return bits
}

func first(table *unicode.RangeTable) uint32 {
	if len(table.R16) > 0 {
		return uint32(table.R16[0].Lo)
	}
	return table.R32[0].Lo
}

func categoryNames() {
	names := map[string]uint32{}
	for name, table := range unicode.Categories {
		names[canonical(name)] = mask(table)
	}
	for alias, name := range unicode.CategoryAliases {
		names[canonical(alias)] = mask(unicode.Categories[name])
	}
	fmt.Printf("\n/* Names of categories and sets of ids, bit by bit. */\n")
	fmt.Printf("static const struct {\n    const char *name;\n    uint32_t set;\n} UNICODE_CATEGORY_NAMES[] = {\n")
	for _, name := range sorted(names) {
		fmt.Printf("    {\"%s\", 0x%x},\n", name, names[name])
	}
	fmt.Printf("};\n")
}

func scriptNames(names []string) {
	fmt.Printf("\n/* Names of scripts; the id is the index, 0 is none. */\n")
	fmt.Printf("static const char *const UNICODE_SCRIPT_NAMES[] = {\n    \"\",\n")
	for _, name := range names {
		fmt.Printf("    \"%s\",\n", canonical(name))
	}
	fmt.Printf("};\n")
}

// The step from a character to the next of the same letter in another case; 0 if there is none.
func step(r rune) rune {
	return unicode.SimpleFold(r) - r
}

// How many characters from r on have this step, or come in pairs of steps 1 and -1.
func run(r rune) (count, pairs rune) {
	for count = 1; step(r+count) == step(r); {
		count++
	}
	for step(r+pairs) == 1 && step(r+pairs+1) == -1 {
		pairs += 2
	}
	return count, pairs
}

func folds() {
	fmt.Printf("\n/* From low to high, the step to the next character of the same letter in another case, the last of\n")
	fmt.Printf(" * which leads to the first; 0: the characters are pairs, steps 1 and -1. */\n")
	fmt.Printf("static const struct {\n    uint32_t low, high;\n    int32_t step;\n} UNICODE_FOLDS[] = {")
	items := 0
	for r := rune(0); r <= unicode.MaxRune; {
		if step(r) == 0 {
			r++
			continue
		}
		count, pairs := run(r)
		by := step(r)
		if pairs > count {
			count, by = pairs, 0
		}
		if items%3 == 0 {
			fmt.Printf("\n   ")
		}
		fmt.Printf(" {0x%x, 0x%x, %d},", r, r+count-1, by)
		items++
		r += count
	}
	fmt.Printf("\n};\n")
}

func main() {
	scripts := sorted(unicode.Scripts)
	fmt.Printf("/* Characters of Unicode %s: categories, scripts, cases. Printed by unicode_tables.go. */\n", unicode.Version)
	fmt.Printf("#ifndef BASE_UNICODE_TABLES_H\n#define BASE_UNICODE_TABLES_H\n\n#include <stdint.h>\n\n/* clang-format off */\n")
	stretches("UNICODE_CATEGORIES", "Categories from character 0 on: id, and how many characters, as a varint.", category)
	categoryNames()
	stretches("UNICODE_SCRIPTS", "Scripts likewise.", func(r rune) uint32 {
		for i, name := range scripts {
			if unicode.Is(unicode.Scripts[name], r) {
				return uint32(i + 1)
			}
		}
		return 0
	})
	scriptNames(scripts)
	folds()
	fmt.Printf("\n/* clang-format on */\n\n#endif\n")
}

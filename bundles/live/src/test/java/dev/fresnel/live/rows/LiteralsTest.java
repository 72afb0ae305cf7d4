package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralsTest {
    @Test
    void oneForEachAlternative() {
        assertThat(Literals.of("crash|pend(ing)?$")).containsExactly("cra", "pend");
        assertThat(Literals.of("^web-[0-9]+-db$")).containsExactly("web-");
        assertThat(Literals.of("abc?d")).containsExactly("ab");
        assertThat(Literals.of("ab+cde")).containsExactly("cde");
        assertThat(Literals.of("Err(or)?: .*time")).containsExactly("time");
    }

    @Test
    void noneWhereAnAlternativeNeedsNone() {
        assertThat(Literals.of("crash|.*")).isEmpty();
        assertThat(Literals.of("(abc|def)")).isEmpty();
        assertThat(Literals.of("a*b?")).isEmpty();
        assertThat(Literals.of("\\Qa.b\\E")).isEmpty();
        assertThat(Literals.of("(?i)abc")).isEmpty();
        assertThat(Literals.of("[abc]{3}")).isEmpty();
    }

    /** With and without, over random patterns and texts, the same. */
    @Test
    void neverHidesWhatMatches() {
        Random random = new Random(11);
        String signs = "abcABCks.*+?|()[]{}^$\\-12,d:";
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = some(random, signs, 7);
            Pattern pattern;
            try {
                pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
            } catch (PatternSyntaxException none) {
                continue;
            }
            List<String> literals = Literals.of(text);
            for (int j = 0; j < 5; j++) {
                String cell = some(random, "abcABCks-12,\u212a\u017fd:", 9);
                if (pattern.matcher(cell).find()) {
                    matched += literals.isEmpty() ? 0 : 1;
                    assertThat(literals.isEmpty() || Literals.held(literals, cell)).as(text + " in " + cell + " by " + literals).isTrue();
                }
            }
        }
        assertThat(matched).isGreaterThan(100);
    }

    private static String some(Random random, String signs, int most) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            out.append(signs.charAt(random.nextInt(signs.length())));
        }
        return out.toString();
    }
}

package dev.fresnel.logs.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AutomatonTest {
    /** @param asked lines that the automaton was not sure of */
    private static List<Integer> found(Automaton automaton, Pattern pattern, List<String> lines, List<Integer> asked) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < lines.size(); i++) {
            byte[] among = ("before\n" + lines.get(i) + "\nafter").getBytes(StandardCharsets.UTF_8);
            int known = automaton.walk(among, 7, among.length - 6);
            if (known < 0) {
                asked.add(i);
            }
            if (known > 0 || known < 0 && pattern.matcher(lines.get(i)).find()) {
                found.add(i);
            }
        }
        return found;
    }

    private static List<Integer> expected(Pattern pattern, List<String> lines) {
        return IntStream.range(0, lines.size()).filter(i -> pattern.matcher(lines.get(i)).find()).boxed().toList();
    }

    /** Whatever it is asked, it finds what RE2 finds. */
    @Test
    void findsWhatTheExpressionFinds() {
        String[] parts = {"a", "bc", "Err", "[a-c]", "\\d", ".", "x*", "(ab|Cd)", "(?:no)?", "é", "\\.", "^", "$", "q{1,2}", "日本", "[^b]", "\\w+", "\\D", "\\b", "s", "[k-m]+?", "(a|b|)", "\\S{2}",
            "[\\d.-]", "[]x]", "[^]\\s]", "{", "a{2,}", "(^|x)", "[é-ü]", "(?P<n>1)?", "\\W"};
        String[] texts = {"a", "bc", "ERR", "ab", "cd", "7", "xx", ".", "é", "É", "q", "日本", "no", " ", "s", "ſ", "K", "k", "]", "{", "-", "1", "\t"};
        var random = new Random(3);
        int automata = 0;
        int hits = 0;
        for (int i = 0; i < 4_000; i++) {
            String regex = some(parts, random, 4) + (random.nextInt(4) == 0 ? "|" + some(parts, random, 2) : "");
            boolean exact = random.nextBoolean();
            Optional<Automaton> automaton = Automaton.of(regex, exact);
            if (automaton.isEmpty() || regex.indexOf("<n>") != regex.lastIndexOf("<n>")) {
                continue;
            }
            automata++;
            Pattern pattern = Pattern.compile(regex, exact ? 0 : Pattern.CASE_INSENSITIVE);
            List<String> lines = IntStream.range(0, 12).mapToObj(line -> line == 3 ? "" : some(texts, random, 7)).toList();
            List<Integer> expected = expected(pattern, lines);
            hits += expected.size();
            assertThat(found(automaton.get(), pattern, lines, new ArrayList<>())).as(regex + " in " + lines).isEqualTo(expected);
        }
        assertThat(automata).isGreaterThan(2_000);
        assertThat(hits).isGreaterThan(5_000);
    }

    private static String some(String[] parts, Random random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    /** RE2 is slow: it is asked of lines alone that may match and of which it is not sure. */
    @Test
    void plainLinesAreDecidedWithoutTheExpression() {
        List<String> lines = IntStream.range(0, 1_000).mapToObj(i -> i % 100 == 0 ? "took 1.5 s, é" : i % 10 == 0 ? "took 2.5 s" : "took " + i + " s").toList();
        var asked = new ArrayList<Integer>();
        Pattern pattern = Pattern.compile("\\d\\.\\d s[^$]*$");
        List<Integer> found = found(Automaton.of(pattern.pattern(), true).orElseThrow(), pattern, lines, asked);
        assertThat(found).isEqualTo(expected(pattern, lines)).hasSize(100);
        assertThat(asked).hasSize(10);
    }

    /** One that would have too many states leaves the decision to the expression. */
    @Test
    void tooManyStatesAreNotMade() {
        String regex = "[ab]*a[ab]{14}c";
        var random = new Random(9);
        List<String> lines = IntStream.range(0, 300).mapToObj(i -> some(new String[] {"a", "b", "ab", "c"}, random, 200)).toList();
        Pattern pattern = Pattern.compile(regex);
        assertThat(found(Automaton.of(regex, true).orElseThrow(), pattern, lines, new ArrayList<>())).isEqualTo(expected(pattern, lines)).isNotEmpty();
        assertThat(Automaton.of("([ab]{100}){100}", true)).isEmpty();
    }
}

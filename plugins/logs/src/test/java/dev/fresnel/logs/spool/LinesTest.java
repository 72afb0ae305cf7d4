package dev.fresnel.logs.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinesTest {
    private final MemoryScratch scratch = new MemoryScratch();
    private final Lines lines = new Lines(scratch);

    @AfterEach
    void nothingIsLeft() {
        lines.close();
        assertThat(scratch.open).hasValue(0);
    }

    private static Line line(long at, String text) {
        return Line.of(at * 1_000_000, (int) (at % 7), at % 100 == 0 ? Level.ERROR : Level.INFO, text);
    }

    private static List<Line> numbered(int count) {
        var all = new ArrayList<Line>();
        for (int i = 0; i < count; i++) {
            all.add(line(i, "line " + i + " of a rather long log with status=" + i % 500 + " and more"));
        }
        return all;
    }

    private List<String> texts(Pick pick, long from, int count) {
        return lines.rows(pick, from, count).stream().map(row -> row.line().string()).toList();
    }

    @Test
    void linesComeBackInOrderWhereverTheyAre() {
        List<Line> all = numbered(60_000);
        for (int i = 0; i < all.size(); i += 1000) {
            lines.add(all.subList(i, i + 1000));
        }
        assertThat(lines.figures().total()).isEqualTo(60_000);
        assertThat(lines.figures().bytes()).isPositive();
        assertThat(lines.rows(lines.all(), 4090, 20)).extracting(row -> row.line().string()).isEqualTo(all.subList(4090, 4110).stream().map(Line::string).toList());
        assertThat(lines.rows(lines.all(), 59_995, 20)).hasSize(5).last().satisfies(row -> {
            assertThat(row.number()).isEqualTo(59_999);
            assertThat(row.line().at()).isEqualTo(59_999_000_000L);
        });
    }

    /** However they come, they stand as if they had come in order; equal times in the order of their coming. */
    @Test
    void linesThatComeLateFindTheirPlace() {
        List<Line> all = numbered(40_000);
        var late = new ArrayList<Line>();
        var early = new ArrayList<Line>();
        var random = new Random(7);
        all.forEach(line -> (random.nextInt(4) == 0 ? late : early).add(line));
        lines.add(early);
        Pick found = lines.pick(new Condition(java.util.Set.of(), Optional.empty(), List.of(Words.of("status=77 ", false, true)), List.of()), Runnable::run, 1, () -> {});
        Collections.shuffle(late, random);
        for (int i = 0; i < late.size(); i += 500) {
            lines.add(late.subList(i, Math.min(late.size(), i + 500)));
        }
        assertThat(texts(lines.all(), 0, 40_000)).isEqualTo(all.stream().map(Line::string).toList());
        assertThat(lines.size(found)).isEqualTo(80);
        assertThat(texts(found, 0, 100)).isEqualTo(all.stream().map(Line::string).filter(text -> text.contains("status=77 ")).toList());
        assertThat(lines.figures().order()).isPositive();
    }

    @Test
    void aPickHoldsWhatWasThereAndWhatComes() {
        List<Line> all = numbered(30_000);
        lines.add(all.subList(0, 20_000));
        Pick errors = lines.pick(new Condition(EnumSet.of(Level.ERROR), Optional.empty(), List.of(), List.of()), Runnable::run, 2, () -> {});
        lines.add(all.subList(20_000, 30_000));
        assertThat(lines.size(errors)).isEqualTo(300);
        assertThat(lines.progress(errors)).isEqualTo(1);
        assertThat(errors.total(Level.ERROR)).isEqualTo(300);
        assertThat(texts(errors, 250, 1)).containsExactly(all.get(25_000).string());
        Pick one = lines.pick(new Condition(java.util.Set.of(), Optional.of(source -> source == 3), List.of(), List.of()), Runnable::run, 1, () -> {});
        assertThat(lines.rows(one, 0, 5)).allMatch(row -> row.line().source() == 3);
        lines.drop(errors);
    }

    /** Most of what is packed is not even unpacked for a search. */
    @Test
    void aSearchUnpacksOnlyWhatMayHoldIt() {
        List<Line> all = numbered(100_000);
        all.set(50_000, line(50_000, "the one Needle in here"));
        lines.add(all);
        scratch.read.set(0);
        Pick found = lines.pick(Condition.ALL.and(Words.of("needle", false, false)), Runnable::run, 1, () -> {});
        assertThat(lines.size(found)).isEqualTo(1);
        assertThat(found.total(Level.ERROR)).isEqualTo(1);
        assertThat(scratch.read).hasValueLessThan(26L * Grams.BYTES + 100_000);
        assertThat(lines.rows(found, 0, 9)).singleElement().satisfies(row -> assertThat(row.number()).isEqualTo(50_000));
    }

    @Test
    void leadsFromMatchToMatchAndRound() {
        List<Line> all = numbered(20_000);
        lines.add(all);
        Pick search = lines.pick(Condition.ALL.and(Words.of("status=499 ", false, true)), Runnable::run, 1, () -> {});
        assertThat(lines.size(search)).isEqualTo(40);
        assertThat(lines.find(lines.all(), search, 0, true)).isEqualTo(new Lines.Place(499, 0));
        assertThat(lines.find(lines.all(), search, 500, true)).isEqualTo(new Lines.Place(999, 1));
        assertThat(lines.find(lines.all(), search, 999, false)).isEqualTo(new Lines.Place(499, 0));
        assertThat(lines.find(lines.all(), search, 499, false)).isEqualTo(new Lines.Place(19_999, 39));
        assertThat(lines.find(lines.all(), search, 20_000, true)).isEqualTo(new Lines.Place(499, 0));
        Pick third = lines.pick(new Condition(java.util.Set.of(), Optional.of(source -> source == 2), List.of(), List.of()), Runnable::run, 1, () -> {});
        Pick both = lines.pick(third.condition().and(Words.of("status=499 ", false, true)), Runnable::run, 1, () -> {});
        Lines.Place place = lines.find(third, both, 0, true);
        assertThat(texts(third, place.row(), 1)).first().asString().contains("status=499 ");
    }

    /** Who searches is led to the next match long before all is counted. */
    @Test
    void theNextMatchIsKnownBeforeAllIsCounted() {
        List<Line> all = numbered(40_000);
        lines.add(all);
        assertThat(nearest(new Lines.Start(10_500, true))).isEqualTo(new Lines.Place(10_999, -1));
        assertThat(nearest(new Lines.Start(10_500, false))).isEqualTo(new Lines.Place(10_499, -1));
        assertThat(nearest(new Lines.Start(10_499, false))).isEqualTo(new Lines.Place(9_999, -1));
        assertThat(nearest(new Lines.Start(39_999, true))).isEqualTo(new Lines.Place(39_999, -1));
        assertThat(nearest(new Lines.Start(40_000, true))).isEqualTo(new Lines.Place(499, -1));
        assertThat(nearest(new Lines.Start(0, false))).isEqualTo(new Lines.Place(39_999, -1));
        assertThat(nearest(Lines.Start.END)).isEqualTo(new Lines.Place(39_999, -1));
    }

    /** What is known first, which is before the end. */
    private Lines.Place nearest(Lines.Start start) {
        var later = new ArrayList<Runnable>();
        var known = new ArrayList<Lines.Place>();
        var picks = new ArrayList<Pick>();
        picks.add(lines.search(Words.of("status=499 ", false, true), lines.all(), start, later::add, 1, () -> {
            if (lines.progress(picks.getFirst()) < 1) {
                lines.nearest(lines.all(), picks.getFirst(), start).ifPresent(known::add);
            }
        }));
        assertThat(lines.nearest(lines.all(), picks.getFirst(), start)).isEmpty();
        later.forEach(Runnable::run);
        assertThat(lines.nearest(lines.all(), picks.getFirst(), start)).contains(known.getFirst());
        assertThat(lines.find(lines.all(), picks.getFirst(), start.row(), start.forward()).row()).isEqualTo(known.getFirst().row());
        lines.drop(picks.getFirst());
        return known.getFirst();
    }

    @Test
    void aTimeLeadsToItsRow() {
        lines.add(numbered(20_000));
        assertThat(lines.rowAt(lines.all(), 12_345_000_000L)).isEqualTo(12_345);
        assertThat(lines.rowAt(lines.all(), 12_345_000_001L)).isEqualTo(12_346);
        assertThat(lines.rowAt(lines.all(), -1)).isZero();
        assertThat(lines.rowAt(lines.all(), Long.MAX_VALUE)).isEqualTo(20_000);
    }

    @Test
    void theOldestAreForgottenWhenTheDiskIsFull() {
        var small = new Lines(scratch, 100_000);
        List<Line> all = numbered(200_000);
        for (int i = 0; i < all.size(); i += 4000) {
            small.add(all.subList(i, i + 4000));
        }
        Lines.Figures figures = small.figures();
        assertThat(figures.total()).isEqualTo(200_000);
        assertThat(figures.dropped()).isPositive();
        long first = small.first(small.all());
        assertThat(first).isEqualTo(figures.dropped());
        assertThat(small.rows(small.all(), first, 1)).singleElement().satisfies(row -> assertThat(row.line().string()).startsWith("line " + first + " "));
        assertThat(small.rows(small.all(), 199_999, 9)).hasSize(1);
        small.close();
        var none = new Lines(scratch);
        scratch.full = true;
        for (int i = 0; i < all.size(); i += 4000) {
            none.add(all.subList(i, i + 4000));
        }
        assertThat(none.rows(none.all(), 199_999, 1)).hasSize(1);
        assertThat(none.size(none.all())).isLessThan(100_000);
        none.close();
    }

    /** A pod whose clock is behind: each line comes in between, and what is written anew for it is no reason to forget others. */
    @Test
    void whatIsWrittenAgainAndAgainTakesNoRoomFromOthers() {
        var random = new Random(3);
        byte[] noise = new byte[60];
        var all = new ArrayList<Line>();
        for (int i = 0; i < 40_000; i++) {
            random.nextBytes(noise);
            all.add(line(i * 10, java.util.HexFormat.of().formatHex(noise)));
        }
        var small = new Lines(scratch, 36 << 20);
        small.add(all);
        for (int i = 0; i < 700; i++) {
            small.add(List.of(line(500 + i, "behind " + i)));
        }
        assertThat(small.figures().dropped()).isZero();
        assertThat(small.figures().bytes()).isLessThan(36 << 20);
        var texts = new ArrayList<String>();
        small.each(small.all(), line -> texts.add(line.string()));
        assertThat(texts).hasSize(40_700).doesNotHaveDuplicates();
        small.close();
    }

    @Test
    void everythingCanBeReadInOnePass() {
        List<Line> all = numbered(25_000);
        lines.add(all);
        var texts = new ArrayList<String>();
        lines.each(lines.all(), line -> texts.add(line.string()));
        assertThat(texts).isEqualTo(all.stream().map(Line::string).toList());
    }

    @Test
    void theStripCountsEveryLine() {
        lines.add(numbered(50_000));
        Density.Strip strip = lines.all().density().strip(100);
        assertThat(strip.bars().length).isBetween(50, 100);
        assertThat(java.util.Arrays.stream(strip.bars()).flatMapToInt(java.util.Arrays::stream).sum()).isEqualTo(50_000);
        assertThat(strip.firstError()).isZero(); // the first error is at 0, which says none
    }
}

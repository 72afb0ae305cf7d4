package dev.fresnel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private static void tell(String text, java.util.function.LongConsumer then) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Stamps.in(bytes, bytes.length, then);
    }

    @Test
    void allStampsAreFoundInTheMidstOfAFrame() {
        String first = Stamps.now();
        String second = Stamps.now();
        var found = new ArrayList<Long>();
        tell("{\"ch\":1,\"t\":\"delta\",\"d\":{\"rows\":[{\"n\":\"fbfb12\",\"cells\":[\"" + first + "\",\"fb1\",\"" + second + "\"]}],\"x\":\"fb" + "0".repeat(19), found::add);
        assertThat(found).containsExactly(Long.valueOf(first.substring(2)), Long.valueOf(second.substring(2)));
    }

    @Test
    void eachStampCountsOnceForEachWhoSees() {
        var delays = new Delays();
        var anna = delays.witness();
        var berta = delays.witness();
        anna.accept(1);
        delays.count(true);
        for (long stamp : new long[] {1, 2, 2, 3}) {
            anna.accept(stamp);
            berta.accept(stamp);
        }
        assertThat(delays.size()).as("2 and 3 by both, 1 by the one who had not seen it").isEqualTo(5);
    }

    @Test
    void thoseOfOneMinuteAreToldApart() {
        var delays = new Delays();
        delays.count(true);
        var witness = delays.witness();
        witness.accept(System.nanoTime() - 10_000_000_000_000L);
        int before = delays.size();
        assertThat(delays.text(before)).isEqualTo("nothing was seen");
        witness.accept(System.nanoTime());
        assertThat(delays.text(before)).doesNotContain("100000");
        assertThat(delays.text()).contains("/ 1000");
    }

    @Test
    void nothingSeenIsSaid() {
        assertThat(new Delays().text()).isEqualTo("nothing was seen");
    }
}

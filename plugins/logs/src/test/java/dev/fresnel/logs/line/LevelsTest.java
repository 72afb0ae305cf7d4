package dev.fresnel.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"ts":"2026","level":"error","msg":"x"}               | ERROR
            {"severity":"WARNING","message":"level=info"}         | WARN
            {"level":30,"msg":"pino"}                             | INFO
            {"level":50,"msg":"pino"}                             | ERROR
            {"msg":"ERROR in a message is no level"}              | NONE
            {"@timestamp":"x","log.level":"debug"}                | DEBUG
            I0102 15:04:05.678901       1 main.go:12] started     | INFO
            E0102 15:04:05.678901       1 main.go:12] INFO failed | ERROR
            time=2026 level=warn msg="slow upstream"              | WARN
            ts=1 lvl=eror level=err msg=x                         | ERROR
            2026-01-31 12:00:00.000 ERROR [main] c.a.B - broke    | ERROR
            2026-01-31 12:00:00 [warn] disk                       | WARN
            [INFO] started                                        | INFO
            Error: cannot open                                    | ERROR
            no errors were found                                  | NONE
            GET /info HTTP/1.1                                    | NONE
            mode=ERROR_ONLY value                                 | NONE
            DEBUG x                                               | DEBUG
            [12:00:00 WRN] slow                                   | WARN
            fail: Microsoft.Hosting[14]                           | ERROR
            1.7e9\tinfo\tsetup\tstarting                          | INFO
            the debug\tinfo of it                                 | NONE
            """)
    void findsTheLevel(String line, Level level) {
        assertThat(Levels.of(line.getBytes(StandardCharsets.UTF_8))).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b[90m12:00PM\u001b[0m \u001b[31mERR\u001b[0m broke', ERROR", "'\u001b[33mwarn\u001b[39m: slow', WARN", "'\u001b[90m1\u001b[0m nothing', NONE",
        "'\u001b[31mERROR\u001b[0m red', ERROR", "'\u001b[1m\u001b[33mWARN', WARN"
    })
    void looksBehindColours(String line, Level level) {
        assertThat(Levels.of(line.getBytes(StandardCharsets.UTF_8))).isEqualTo(level);
    }
}

package dev.fresnel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.slf4j.LoggerFactory;

class LogWatcherTest {
    /** Run by the tests below alone: static nested classes are nobody else's tests. */
    @ExtendWith(LogWatcher.class)
    static class Planted {
        @Test
        void logsAnError() {
            LoggerFactory.getLogger("planted").error("it broke: {}", 42, new IllegalStateException("because"));
        }

        @Test
        void logsAnErrorThatItExpects(LogWatcher.Watch watch) {
            watch.expect("it broke");
            LoggerFactory.getLogger("planted").error("it broke: {}", 42);
        }

        @Test
        void logsAWarning(LogWatcher.Watch watch) {
            LoggerFactory.getLogger("planted").warn("take care");
            assertThat(watch.messages()).contains("take care");
        }
    }

    private static Events run(String name) {
        var method = Arrays.stream(Planted.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
        return EngineTestKit.engine("junit-jupiter").selectors(selectMethod(Planted.class, method)).execute().testEvents();
    }

    @Test
    void anUnexpectedErrorFailsTheTest() {
        run("logsAnError").assertThatEvents().haveExactly(1, event(finishedWithFailure(message(text -> text.contains("it broke: 42") && text.contains("because")))));
    }

    @Test
    void whatWasExpectedOrIsNoErrorDoesNot() {
        run("logsAnErrorThatItExpects").assertStatistics(stats -> stats.succeeded(1));
        run("logsAWarning").assertStatistics(stats -> stats.succeeded(1));
    }
}

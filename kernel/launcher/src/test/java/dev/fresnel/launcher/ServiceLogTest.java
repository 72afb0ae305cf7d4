package dev.fresnel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServiceLogTest {
    private final Logger target = (Logger) LoggerFactory.getLogger("some.component");
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();

    @BeforeEach
    void listen() {
        seen.start();
        target.addAppender(seen);
        target.setAdditive(false);
        target.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        target.detachAppender(seen);
        target.setAdditive(true);
    }

    @Test
    void passesLevelArgumentsAndCause() {
        var log = new ServiceLog().getLogger("some.component");
        log.error("{} failed for {}", "x", "y", new IllegalStateException("because"));
        log.warn("plain");
        log.debug("too low");
        log.info(logger -> logger.info("by consumer {}", 1));
        assertThat(seen.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("x failed for y", "plain", "by consumer 1");
        assertThat(seen.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR, Level.WARN, Level.INFO);
        assertThat(seen.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("because");
    }

    @Test
    void knowsWhatIsEnabled() {
        var log = new ServiceLog().getLogger(ServiceLogTest.class);
        assertThat(log.isErrorEnabled()).isTrue();
        assertThat(log.isTraceEnabled()).isFalse();
        assertThat(log.getName()).isEqualTo(ServiceLogTest.class.getName());
    }
}

package dev.fresnel.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.LoggerFactory;

/**
 * Fails a test when something logged an ERROR that it did not announce with {@link Watch#expect}. Use it with
 * {@code @ExtendWith(LogWatcher.class)}; take a {@link Watch} as parameter to see what was logged.
 */
public final class LogWatcher implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(LogWatcher.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        var watch = new Watch();
        watch.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        watch.start();
        root().addAppender(watch);
        context.getStore(HERE).put(Watch.class, watch);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        watch(context).check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        var watch = watch(context);
        root().detachAppender(watch);
        watch.stop();
        watch.check();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Watch.class;
    }

    @Override
    public Watch resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return watch(context);
    }

    private static Watch watch(ExtensionContext context) {
        return context.getStore(HERE).get(Watch.class, Watch.class);
    }

    private static ch.qos.logback.classic.Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** What was logged since the last test ended. */
    public static final class Watch extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
        private final Queue<String> expected = new ConcurrentLinkedQueue<>();

        Watch() {}

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                event.getThreadName(); // the rest is filled in lazily, on the wrong thread
                events.add(event);
            }
        }

        /** Errors of this test whose message contains the text are no failure. */
        public void expect(String text) {
            expected.add(text);
        }

        /** All messages from INFO up. */
        public List<String> messages() {
            return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }

        private void check() {
            var errors = events.stream()
                    .filter(event -> event.getLevel() == Level.ERROR)
                    .filter(event -> expected.stream().noneMatch(event.getFormattedMessage()::contains))
                    .map(Watch::describe)
                    .toList();
            events.clear();
            expected.clear();
            if (!errors.isEmpty()) {
                throw new AssertionError("Unexpected errors in the log:\n" + String.join("\n", errors));
            }
        }

        private static String describe(ILoggingEvent event) {
            var cause = event.getThrowableProxy();
            return event.getLoggerName() + ": " + event.getFormattedMessage() + (cause == null ? "" : "\n" + ThrowableProxyUtil.asString(cause));
        }
    }
}

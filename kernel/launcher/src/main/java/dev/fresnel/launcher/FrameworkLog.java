package dev.fresnel.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The framework's own messages, in the one log. */
final class FrameworkLog extends Logger {
    @Override
    protected void doLog(Bundle bundle, ServiceReference sr, int level, String msg, Throwable throwable) {
        write(level, bundle == null ? msg : bundle.getSymbolicName() + ": " + msg, throwable);
    }

    @Override
    protected void doLog(int level, String msg, Throwable throwable) {
        write(level, msg, throwable);
    }

    private static void write(int level, String message, Throwable cause) {
        var event = LoggerFactory.getLogger("dev.fresnel.launcher.Framework").atLevel(level(level));
        (cause == null ? event : event.setCause(cause)).log(message);
    }

    private static Level level(int level) {
        return switch (level) {
            case LOG_ERROR -> Level.ERROR;
            case LOG_WARNING -> Level.WARN;
            case LOG_INFO -> Level.INFO;
            default -> Level.DEBUG;
        };
    }
}

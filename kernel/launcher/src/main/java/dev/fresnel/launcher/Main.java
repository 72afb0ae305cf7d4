package dev.fresnel.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleException;
import org.slf4j.LoggerFactory;

/** Starts Fresnel. */
public final class Main {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofMillis(4700);

    private Main() {}

    public static void main(String[] args) throws Exception {
        try {
            var command = args.length == 0 ? Optional.<ServerCommand>empty() : ServerCommand.of(args[0]);
            var flags = CommandLine.of(List.of(args).subList(command.isPresent() ? 1 : 0, args.length), command.isPresent());
            if (command.isPresent() && !flags.help() && !flags.version()) {
                command.get().run(Settings.of(flags, System.getenv(), home()), flags.words());
            } else if (flags.help()) {
                System.out.print(Help.text());
            } else if (flags.version()) {
                System.out.println("Fresnel " + version());
            } else {
                run(Settings.of(flags, System.getenv(), home()));
            }
        } catch (Refusal refusal) {
            System.err.println("fresnel: " + refusal.line());
            System.exit(refusal.code);
        }
    }

    static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "0.0.0" : version.replace("-SNAPSHOT", "");
    }

    private static Path home() {
        var set = System.getProperty("fresnel.home", ".");
        return Path.of(set).toAbsolutePath().normalize();
    }

    private static void run(Settings settings) throws Exception {
        System.setProperty(LogOutput.FORMAT, settings.text(Option.LOG_FORMAT));
        var claimed = DataFolder.claim(settings.path(Option.DATA_DIR));
        if (claimed.isEmpty()) {
            findFirst(settings);
            return;
        }
        var data = claimed.get();
        checkFree(settings, Option.PORT);
        checkFree(settings, Option.TLS_PORT);
        var kernel = install(settings, data);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(kernel), "stop"));
        kernel.start();
        var readiness = new Readiness(kernel.context());
        var missing = readiness.await(START_LIMIT);
        if (missing.isEmpty()) {
            announce(settings, readiness.visible().orElseThrow());
            Training.afterStart();
        } else {
            LoggerFactory.getLogger(Main.class).error("Not ready after {} s: {}", START_LIMIT.toSeconds(), String.join("; ", missing));
        }
        kernel.await();
        data.lock().channel().close();
    }

    /** A second start leads to the one that runs. */
    private static void findFirst(Settings settings) {
        var path = settings.path(Option.DATA_DIR);
        var page = ServerCommand.page(settings)
                .orElseThrow(() -> new Refusal("The data folder " + path + " is in use by another Fresnel, which does not answer; name another with --data-dir."));
        System.out.println("Fresnel runs already at " + page);
        if (settings.flag(Option.OPEN)) {
            Browser.open(page);
        }
    }

    private static Kernel install(Settings settings, DataFolder data) throws BundleException {
        var properties = settings.properties();
        properties.put("fresnel.version", version());
        try {
            return Kernel.install(home().resolve("boot"), data.path(), settings.text(Option.BOOT).equals("connect"), properties);
        } catch (IOException e) {
            throw new Refusal("The data folder " + data.path() + " cannot be written: " + SettingsFile.reason(e) + " Name another with --data-dir.");
        }
    }

    /** Asked before anything starts, so that the answer comes at once and names the flag. */
    private static void checkFree(Settings settings, Option option) {
        if (settings.text(option).isEmpty() || settings.number(option) == 0) {
            return;
        }
        var address = new InetSocketAddress(settings.text(Option.HOST), settings.number(option));
        if (address.isUnresolved()) {
            throw new Refusal("--host " + settings.text(Option.HOST) + " is not known here.");
        }
        try (var socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            throw new Refusal("Cannot listen on " + settings.text(Option.HOST) + ":" + settings.number(option) + " (" + e.getMessage() + "); choose another with " + option.flag() + ".");
        }
    }

    private static void announce(Settings settings, URI page) {
        var since = ProcessHandle.current().info().startInstant();
        var took = since.map(start -> " (" + Duration.between(start, java.time.Instant.now()).toMillis() + " ms)").orElse("");
        System.out.println("Fresnel " + version() + " at " + page + took);
        if (settings.flag(Option.OPEN)) {
            Browser.open(page);
        }
    }

    private static void stop(Kernel kernel) {
        try {
            if (!kernel.stop(STOP_LIMIT)) {
                System.err.println("fresnel: not everything ended within " + STOP_LIMIT.toMillis() + " ms.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

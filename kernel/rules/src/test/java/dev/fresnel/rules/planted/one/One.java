package dev.fresnel.rules.planted.one;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.rules.planted.two.Two;
import io.fabric8.planted.Client;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.planted.Server;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;

/** Breaks every rule about classes. */
@Component(service = One.class)
public class One {
    public static @Nullable Object last;
    public @Nullable Two two;
    public @Nullable Server server;
    public @Nullable Client client;
    public @Nullable Bundle bundle;
    public @Nullable Logger logger;
    public @Nullable Timer timer;
    public @Nullable Problem problem;

    public void spread(List<String> work) {
        CompletableFuture.runAsync(() -> {});
        work.parallelStream().forEach(String::strip);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
    }
}

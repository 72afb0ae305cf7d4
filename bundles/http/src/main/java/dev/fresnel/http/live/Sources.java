package dev.fresnel.http.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelSource;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Finds who opens a type of channel: {@code name} is the platform's, {@code plugin/name} the plugin's. */
final class Sources {
    private static final String TYPE = "fresnel.channel.type";

    private final JsonCodec codec;
    private final Supplier<Optional<Switchboard>> switchboard;
    private final Map<String, RootChannelSource> roots = new ConcurrentHashMap<>();

    Sources(JsonCodec codec, Supplier<Optional<Switchboard>> switchboard) {
        this.codec = codec;
        this.switchboard = switchboard;
    }

    void add(String type, RootChannelSource source) {
        roots.put(type, source);
    }

    void remove(String type, RootChannelSource source) {
        roots.remove(type, source);
    }

    Set<String> types() {
        return new TreeSet<>(roots.keySet());
    }

    /** Empty when nobody does. */
    Optional<Provider> find(String type) {
        int slash = type.indexOf('/');
        return slash < 0
                ? Optional.ofNullable(roots.get(type)).map(source -> new Root(type, source))
                : switchboard.get().flatMap(board -> ofPlugin(board, type.substring(0, slash), type.substring(slash + 1)));
    }

    private Optional<Provider> ofPlugin(Switchboard board, String plugin, String name) {
        Optional<Lease> lease = board.lease(plugin);
        Optional<Provider> found = lease.flatMap(held -> held.generation().extensions(ChannelSource.class).stream()
                .filter(extension -> extension.text(TYPE).equals(name))
                .findFirst()
                .map(extension -> new OfPlugin(board, held, extension)));
        if (found.isEmpty()) {
            lease.ifPresent(Lease::close);
        }
        return found;
    }

    private final class Root implements Provider {
        private final String type;
        private final RootChannelSource source;

        Root(String type, RootChannelSource source) {
            this.type = type;
            this.source = source;
        }

        @Override
        public JsonCodec codec() {
            return codec;
        }

        @Override
        public Channel open(Principal principal, Opening opening, Sink sink) {
            return source.open(principal, opening, sink);
        }

        @Override
        public void call(Runnable into) {
            into.run();
        }

        @Override
        public boolean current() {
            return roots.get(type) == source;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private static final class OfPlugin implements Provider {
        private final Switchboard board;
        private final Lease lease;
        private final Extension<ChannelSource> source;

        OfPlugin(Switchboard board, Lease lease, Extension<ChannelSource> source) {
            this.board = board;
            this.lease = lease;
            this.source = source;
        }

        @Override
        public JsonCodec codec() {
            return lease.generation().json();
        }

        @Override
        public Channel open(Principal principal, Opening opening, Sink sink) {
            return source.value().open(opening, sink);
        }

        @Override
        public void call(Runnable into) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(source.value().getClass().getClassLoader());
            try {
                into.run();
            } catch (Problem problem) {
                throw problem;
            } catch (RuntimeException | LinkageError e) {
                lease.generation().fault("channel " + source.text("fresnel.channel.type") + ": " + e); // as text: nothing of the plugin is kept
                throw e;
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        @Override
        public boolean current() {
            Generation mine = lease.generation();
            return board.table().serving().get(mine.plugin()) == mine;
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}

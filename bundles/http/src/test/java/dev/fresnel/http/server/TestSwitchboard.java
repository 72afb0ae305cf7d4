package dev.fresnel.http.server;

import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;

/** Switches hand-made generations; a former one drains until told that it is gone. */
public final class TestSwitchboard implements Switchboard {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<TestGeneration> all = new ArrayList<>();
    private volatile Table table = new Table(0, Map.of());

    /** Makes it serve; what served before drains. */
    public void serve(TestGeneration generation) {
        all.add(generation);
        change(generation.plugin(), generation);
        generation.state(Generation.State.SERVING);
    }

    public void remove(String plugin) {
        change(plugin, null);
    }

    private void change(String plugin, TestGeneration now) {
        Table before = table;
        var serving = new HashMap<>(before.serving());
        Generation former = now == null ? serving.remove(plugin) : serving.put(plugin, now);
        table = new Table(before.epoch() + 1, serving);
        if (now != null) {
            now.state(Generation.State.SERVING);
        }
        listeners.forEach(listener -> listener.switched(before, table));
        if (former instanceof TestGeneration old) {
            old.state(Generation.State.DRAINING);
        }
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public AutoCloseable onSwitch(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<Generation> find(String plugin, String digest) {
        return all.stream()
                .filter(one -> one.plugin().equals(plugin) && one.digest().equals(digest) && one.state() != Generation.State.GONE)
                .map(Generation.class::cast)
                .findFirst();
    }

    @Override
    public Generation stage(String plugin, String digest, Bundle bundle) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void probe(Generation generation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Table swap(Map<String, Optional<Generation>> change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retire(Generation generation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void discard(Generation generation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> remains(String plugin) {
        return List.of();
    }
}

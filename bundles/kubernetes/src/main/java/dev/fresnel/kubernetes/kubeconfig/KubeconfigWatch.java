package dev.fresnel.kubernetes.kubeconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the kubeconfig files and again after each change. It compares marks once a second instead of asking the file
 * system for events, which miss switched links, folders that appear later and network file systems.
 */
public final class KubeconfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubeconfigWatch.class);

    private final Supplier<List<Path>> files;
    private final Duration interval;
    private final Consumer<Kubeconfig> listener;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Thread thread;

    /** Begins at once, on a thread of its own; the listener hears of the first state too. */
    public KubeconfigWatch(List<Path> files, Duration interval, Consumer<Kubeconfig> listener) {
        this(() -> files, interval, listener);
    }

    /** @param files asked each time: files may come and go */
    public KubeconfigWatch(Supplier<List<Path>> files, Duration interval, Consumer<Kubeconfig> listener) {
        this.files = files;
        this.interval = interval;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("fresnel-kubeconfig").start(this::run);
    }

    /** Waits until the files have been read once. */
    public void awaitFirst(Duration limit) {
        try {
            first.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<FileMark> read = FileMark.of(files.get());
        tell();
        first.countDown();
        try {
            while (true) {
                Thread.sleep(interval);
                List<FileMark> now = FileMark.of(files.get());
                if (!now.equals(read)) {
                    read = settled(now);
                    tell();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No longer watching {}", files.get());
        }
    }

    /** A file that is being written changes again within a moment. */
    private List<FileMark> settled(List<FileMark> seen) throws InterruptedException {
        List<FileMark> before = seen;
        while (true) {
            Thread.sleep(interval.dividedBy(5));
            List<FileMark> now = FileMark.of(files.get());
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
    }

    private void tell() {
        try {
            Kubeconfig now = Kubeconfig.read(files.get());
            now.unreadable().forEach((file, why) -> LOG.warn("The kubeconfig file {} {}", file, why));
            listener.accept(now);
        } catch (RuntimeException e) {
            LOG.error("The kubeconfig files {} could not be taken over", files.get(), e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

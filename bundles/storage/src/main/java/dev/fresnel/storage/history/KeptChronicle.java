package dev.fresnel.storage.history;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.history.Chronicle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chronicle in a file of H2 below the data folder, opened when it is first needed. One thread speaks to the database: callers may
 * be interrupted, and a thread that is interrupted within a file closes it for all.
 */
@Component(service = Chronicle.class)
public final class KeptChronicle implements Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(KeptChronicle.class);
    private static final String FILE = "history";
    private static final long PATIENCE = 10;

    /** After it could not be opened it is not tried again for so long (ns). */
    private static final long AGAIN = TimeUnit.MINUTES.toNanos(1);

    private final Path folder;
    private final Limits limits;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("storage-history").factory());
    private @Nullable Book book;
    private @Nullable SQLException broken;
    private long brokenAt;

    @Activate
    public KeptChronicle(BundleContext context) {
        this(Path.of(Optional.ofNullable(context.getProperty("fresnel.data-dir")).orElse(System.getProperty("java.io.tmpdir"))).resolve("storage"), Limits.USUAL);
    }

    KeptChronicle(Path folder, Limits limits) {
        this.folder = folder.toAbsolutePath();
        this.limits = limits;
    }

    @Override
    public void write(List<Entry> entries, List<Span> spans) {
        call(() -> {
            open().write(entries, spans);
            return true;
        });
    }

    @Override
    public Kept read(List<Place> places, String namespace, String name, long after) {
        return call(() -> book == null && !Files.exists(folder.resolve(FILE + ".mv.db"))
                ? new Kept(List.of(), List.of())
                : open().read(places, namespace, name, after));
    }

    /** On the one thread. */
    private Book open() throws SQLException {
        if (book != null) {
            return book;
        }
        if (broken != null && System.nanoTime() - brokenAt < AGAIN) {
            throw broken;
        }
        try {
            Files.createDirectories(folder);
            book = Book.open(folder.resolve(FILE), limits);
            broken = null;
            return book;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException failed) {
            broken = failed;
            brokenAt = System.nanoTime();
            throw failed;
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T call(Work<T> work) {
        try {
            return thread.submit(work::run).get(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw problem("The answer was not waited for.", ended);
        } catch (ExecutionException failed) {
            throw problem("The history cannot be read or written: " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException | java.util.concurrent.RejectedExecutionException late) {
            throw problem("The history's database does not answer.", late);
        }
    }

    private static Problem problem(String text, Throwable cause) {
        return new Problem(Problem.Kind.CLUSTER_DOWN, "HISTORY_UNAVAILABLE", text, Map.of(), cause);
    }

    @Deactivate
    void close() {
        thread.submit(this::end);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                LOG.warn("the history's database takes too long to close");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        if (book != null) {
            try {
                book.close();
            } catch (SQLException failed) {
                LOG.warn("the history's database did not close well: {}", failed.toString());
            }
            book = null;
        }
    }
}

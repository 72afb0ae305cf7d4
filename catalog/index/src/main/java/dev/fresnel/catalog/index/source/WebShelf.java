package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Refusal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A catalog on a web server. What did not change is not transferred again (ETag). */
final class WebShelf implements Shelf {
    private final Web web;
    private final URI base;
    private final Map<String, Web.Document> known = new ConcurrentHashMap<>();

    /** @param base address of the index, or of the folder that holds it */
    WebShelf(Web web, URI base) {
        this.web = web;
        this.base = base;
    }

    @Override
    public Optional<byte[]> document(String name, long limit) throws Refusal, InterruptedException {
        Web.Document before = known.get(name);
        Optional<Web.Document> now = web.document(base.resolve(name), Map.of(), before == null ? "" : before.etag(), limit);
        if (now.isEmpty()) {
            known.remove(name);
            return Optional.empty();
        }
        if (now.get().unchanged() && before != null) {
            return Optional.of(before.bytes());
        }
        known.put(name, now.get());
        return Optional.of(now.get().bytes());
    }

    @Override
    public void forget() {
        known.clear();
    }

    @Override
    public void bring(Entry entry, String location, Path target, Progress progress) throws Refusal, InterruptedException {
        web.download(web.get(base.resolve(location), Map.of()), target, entry.size(), progress);
    }

    @Override
    public void close() {
        web.close();
    }
}

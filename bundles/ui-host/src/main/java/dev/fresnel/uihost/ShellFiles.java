package dev.fresnel.uihost;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The frame of the page as the bundle {@code dev.fresnel.ui-shell} holds it; it changes only with the distribution. */
@Component(service = ShellFiles.class)
public final class ShellFiles {
    static final String BUNDLE = "dev.fresnel.ui-shell";
    private static final String FOLDER = "META-INF/fresnel-shell/";

    /** Beside a file: the same in gzip, by the build. */
    private static final String PACKED = ".gz";

    private final BundleContext context;
    private final JsonCodec json;
    private volatile @Nullable Loaded loaded;

    /**
     * What the bundle holds.
     *
     * @param hash part of the URL of its files
     * @param sdk version of {@code @fresnel/sdk} that the page brings
     * @param index the page, with {@code __BASE__} in place of the base path
     */
    record Loaded(String hash, String sdk, String index, Map<String, Asset> assets) {}

    @Activate
    public ShellFiles(BundleContext context, @Reference JsonCodec json) {
        this.context = context;
        this.json = json;
    }

    /** @throws Problem MISSING when this distribution has no page */
    Loaded get() {
        Loaded known = loaded;
        if (known == null) {
            known = load().orElseThrow(() -> new Problem(
                    Problem.Kind.MISSING, "UI_SHELL_MISSING", "This installation has no pages: the bundle " + BUNDLE + " is missing."));
            loaded = known;
        }
        return known;
    }

    /** Version of the SDK; {@code 0} without a page. */
    String sdk() {
        return load(loaded).map(Loaded::sdk).orElse("0");
    }

    private Optional<Loaded> load(@Nullable Loaded known) {
        return known != null ? Optional.of(known) : load();
    }

    private Optional<Loaded> load() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> BUNDLE.equals(bundle.getSymbolicName()))
                .filter(bundle -> bundle.getEntry(FOLDER + "index.html") != null)
                .findFirst()
                .map(this::load);
    }

    private Loaded load(Bundle bundle) {
        String hash = json.parse(read(bundle.getEntry(FOLDER + "shell.json"))).get("hash").text();
        String index = new String(read(bundle.getEntry(FOLDER + "index.html")), StandardCharsets.UTF_8);
        var files = new HashMap<String, URL>();
        var urls = bundle.findEntries(FOLDER + "assets", "*", true);
        for (URL url : urls == null ? Collections.<URL>emptyList() : Collections.list(urls)) {
            String path = url.getPath();
            if (!path.endsWith("/")) {
                files.put(path.substring(path.indexOf(FOLDER) + FOLDER.length()), url);
            }
        }
        var assets = new HashMap<String, Asset>();
        files.forEach((name, url) -> {
            URL packed = files.get(name + PACKED);
            if (!name.endsWith(PACKED)) {
                assets.put(name, new Asset(name, () -> read(url), packed == null ? null : () -> read(packed)));
            }
        });
        return new Loaded(hash, sdkVersion(bundle), index, Map.copyOf(assets));
    }

    private static String sdkVersion(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities("fresnel.sdk").stream()
                .map(capability -> capability.getAttributes().get("version"))
                .filter(Version.class::isInstance)
                .map(String::valueOf)
                .findFirst()
                .orElse("0");
    }

    static byte[] read(URL url) {
        try (var in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.fresnel.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be set, under one name on the command line, in the environment, in the file and for bundles. */
enum Option {
    PORT(Form.PORT, "N", "8080", "where to listen; 0 takes any free port"),
    HOST(Form.TEXT, "ADDRESS", "127.0.0.1", "address to listen on"),
    KUBECONFIG(Form.FILES, "FILE", "", "kubeconfig files, separated as in $PATH (default: $KUBECONFIG, else ~/.kube/config)"),
    DEMO(Form.SWITCH, "", "false", "show the demo cluster although there are others"),
    IN_CLUSTER(Form.SWITCH, "", "false", "use the cluster that Fresnel runs in"),
    DIRECT_CLUSTER(Form.LIST, "NAME", "", "cluster or context that is an API server itself, no filtering proxy: users may share its lists; may be repeated"),
    NAMESPACES(Form.LIST, "NAME", "", "namespaces that are looked at for users who may not list everything (default: those they may see); may be repeated"),
    BASE_PATH(Form.BASE_PATH, "/PATH", "", "path in front of everything, behind a reverse proxy"),
    PLUGINS_DIR(Form.FOLDER, "DIR", "", "folder whose bundles are installed (default: plugins/ beside bin/)"),
    DATA_DIR(Form.FOLDER, "DIR", "", "the only folder that is written to (default: $XDG_DATA_HOME/fresnel)"),
    WATCH_PLUGINS(Form.SWITCH, "", "true", "follow changes in the plugins folder"),
    CATALOG(Form.LIST, "SOURCE", "", "where plugins come from besides the folder: address, folder or zip of a catalog, maven:…, oci:…; may be repeated"),
    LOCAL_KEY(Form.SWITCH, "", "true", "ask for the one-time key on this computer"),
    OPEN(Form.SWITCH, "", "false", "open the page in a browser"),
    READ_ONLY(Form.SWITCH, "", "false", "let no write pass, for anybody"),
    LIVE_SHARING(Form.WORD, "on|off", "on", "one watch for all users who may see the same, or one for each"),
    LIVE_STALE_MINUTES(Form.NUMBER, "N", "15", "how long open lists keep their rows while a cluster cannot be asked; 0 = not at all"),
    LIVE_MEMORY(Form.NUMBER, "MIB", "", "memory that rows of lists may take; longer lists are read page by page (default: half of the heap)"),
    TLS_PORT(Form.PORT, "N", "", "where to listen with TLS too; 0 takes any free port"),
    TLS_CERT(Form.FILE, "FILE", "", "certificate chain (PEM); without one Fresnel makes its own"),
    TLS_KEY(Form.FILE, "FILE", "", "private key of the certificate (PEM)"),
    ALLOWED_HOST(Form.LIST, "NAME", "", "host name under which people reach it; may be repeated"),
    PROXY_ORIGIN(Form.LIST, "URL", "", "origin of the reverse proxy, https://fresnel.example.org; may be repeated"),
    PAGES_ORIGIN(Form.ORIGINS, "URL", "", "origins for pages of pods and Services, one for each, https://*.pages.example.org (default: in a sandbox)"),
    LIVE_CONNECTIONS(Form.NUMBER, "N", "", "live connections of one user at a time; 0 = any number (default: 0 on loopback, else 100)"),
    CONNECTIONS(Form.NUMBER, "N", "10000", "open connections at a time; 0 = any number"),
    ADDRESS_CONNECTIONS(Form.NUMBER, "N", "", "open connections of one address; 0 = any number (default: 0 on loopback, else 1000)"),
    USER_REQUESTS(Form.NUMBER, "N", "", "requests of one user in a second; 0 = any number (default: 0 on loopback, else 100)"),
    SIGN_IN_ATTEMPTS(Form.NUMBER, "N", "5", "wrong sign-ins of one address, or as one user, in a minute; 0 = any number"),
    CLUSTER_REQUESTS(Form.NUMBER, "N", "", "requests to clusters of one user at a time; 0 = any number (default: 0 on loopback, else 200)"),
    CLUSTER_STREAMS(Form.NUMBER, "N", "", "of these: exec, port-forward, watches, followed logs (default: 0 on loopback, else 100)"),
    HOME_CLUSTER(Form.TEXT, "ID", "", "cluster that says who may manage Fresnel (default: the one it runs in, else the first)"),
    OUTBOUND_PRIVATE(Form.LIST, "HOST", "", "host in the private network that plugins may reach when they ask for it; may be repeated"),
    AUDIT(Form.WORD, "file|stdout|off", "file", "where it is written who did what: audit.jsonl in the data folder, standard output, nowhere"),
    LOG_FORMAT(Form.WORD, "text|json", "text", "one line per event, for people or for machines"),
    BOOT(Form.WORD, "isolated|connect", "isolated", "class loaders of the platform: one per bundle, or one for all"),
    CONFIG(Form.FILE, "FILE", "", "file with settings (default: $XDG_CONFIG_HOME/fresnel/fresnel.yaml if there is one)");

    /** What a value has to look like. */
    enum Form {
        PORT,
        NUMBER,
        TEXT,
        WORD,
        SWITCH,
        LIST,
        FILE,
        FILES,
        FOLDER,
        BASE_PATH,
        ORIGINS
    }

    final Form form;
    final String hint;
    final String standard;
    final String meaning;

    Option(Form form, String hint, String standard, String meaning) {
        this.form = form;
        this.hint = hint;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The key in the file, and the flag without its dashes: {@code plugins-dir}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code FRESNEL_PLUGINS_DIR}. */
    String variable() {
        return "FRESNEL_" + name();
    }

    /** {@code fresnel.plugins-dir}. */
    String property() {
        return "fresnel." + key();
    }

    /** The words of a {@link Form#WORD}. */
    List<String> words() {
        return Arrays.asList(hint.split("\\|"));
    }

    boolean onByDefault() {
        return form == Form.SWITCH && standard.equals("true");
    }

    /** How it is written on the command line; what is on by default has only a way to turn it off. */
    String flag() {
        return "--" + (onByDefault() ? "no-" : "") + key();
    }

    static Optional<Option> of(String key) {
        return Arrays.stream(values()).filter(option -> option.key().equals(key)).findFirst();
    }
}

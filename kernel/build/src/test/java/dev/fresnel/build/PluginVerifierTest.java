package dev.fresnel.build;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins are built as a real build does, by compiler and bnd. */
class PluginVerifierTest {
    private static final String IMPORTS = """
            package plug;
            import dev.fresnel.api.action.*; import dev.fresnel.api.change.*; import dev.fresnel.api.http.*; import dev.fresnel.api.plugin.*;
            import dev.fresnel.api.settings.*; import dev.fresnel.api.store.Store; import java.util.*; import org.osgi.service.component.annotations.*;
            """;
    private static final String SCALE = """
            @Component @ActionType(id = "scale", title = "scale", kinds = {"deployments.apps", "statefulsets.apps"}, needs = "patch:/scale", level = Level.DISRUPTIVE, input = Scale.Input.class)
            public class Scale implements Action {
              enum Way { NOW, SLOWLY }
              record Input(@Setting(title = "replicas", min = 0, max = 1000, value = "1") int replicas, Way way, @Setting(required = true) List<String> names) {}
              public Plan plan(Selection s) { return Plan.each(List.of(), o -> null); }
            }""";

    @TempDir
    Path folder;

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void passport() {
        sources.put("package-info", "@FresnelPlugin(id = \"plug\", title = \"Plug\", summary = \"A test.\") @RequiresSdk(\"0.1\") @Asks(outbound = \"api.example.org\", write = {\"deployments.apps\"}) "
                + "package plug; import dev.fresnel.api.plugin.*;");
    }

    private JsonNode build() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var arguments = new ArrayList<>(List.of("-proc:none", "-parameters", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        for (var source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getKey().equals("package-info") ? source.getValue() : IMPORTS + source.getValue());
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        for (var file : files.entrySet()) {
            Files.createDirectories(classes.resolve(file.getKey()).getParent());
            Files.writeString(classes.resolve(file.getKey()), file.getValue());
        }
        try (var builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", "plug");
            builder.setProperty("Bundle-Version", "1.2.3");
            builder.setProperty("Import-Package", "!org.jspecify.*, *");
            builder.setProperty("-includeresource", classes.toString());
            builder.setProperty("-plugin.fresnel", PluginVerifier.class.getName());
            for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (new File(part).exists()) {
                    builder.addClasspath(new File(part));
                }
            }
            try (Jar jar = builder.build()) {
                errors.addAll(builder.getErrors());
                warnings.addAll(builder.getWarnings());
                var written = jar.getResource("plugin.json");
                assertThat(written).as(errors.toString()).isNotNull();
                try (var in = written.openInputStream()) {
                    return Description.MAPPER.readTree(in);
                }
            }
        }
    }

    @Test
    void saysWhatAPluginAddsAndAsksFor() throws Exception {
        sources.put("Scale", SCALE);
        sources.put("Say", "@Component @Route(path = \"/say\") public class Say implements Endpoint { @Reference Store store; public Response handle(Request r) { return null; } }");
        sources.put("Greeting", "@SettingsType(id = \"greeting\", title = \"greeting\", scope = Scope.USER, schema = 2) record Greeting(@Setting(value = \"Hello\", max = 9) String word, boolean loud) {}");
        files.put("messages/en.json", "{\"scale\":\"Scale\",\"replicas\":\"Replicas\",\"greeting\":\"Greeting\",\"nav\":\"Plug\"}");
        files.put("messages/ja.json", "{\"scale\":\"…\",\"replicas\":\"…\",\"greeting\":\"…\",\"nav\":\"…\"}");
        files.put("contributions.json", "{\"contract\":1,\"navigation\":[{\"id\":\"plug\",\"title\":\"nav\",\"group\":\"plugins\",\"route\":\"plug\",\"when\":\"can:list:pods && !kind:apps/Deployment@v1|v2\"}]}");
        JsonNode plugin = build();
        assertThat(errors).isEmpty();
        assertThat(plugin.at("/id").asText() + " " + plugin.at("/version").asText() + " " + plugin.at("/contract")).isEqualTo("plug 1.2.3 1");
        assertThat(plugin.at("/asks").toString()).isEqualTo("{\"outbound\":[\"api.example.org\"],\"write\":[\"deployments.apps\"],\"capabilities\":[\"store\"]}");
        assertThat(plugin.at("/endpoints").toString()).isEqualTo("[{\"method\":\"GET\",\"path\":\"/say\"}]");
        assertThat(plugin.at("/needs").toString()).isEqualTo("[\"patch:/scale\"]");
        assertThat(plugin.at("/actions/0/fields").toString()).isEqualTo("[{\"name\":\"replicas\",\"type\":\"number\",\"title\":\"replicas\",\"value\":1,\"min\":0,\"max\":1000},"
                + "{\"name\":\"way\",\"type\":\"choice\",\"value\":\"NOW\",\"options\":[\"NOW\",\"SLOWLY\"]},{\"name\":\"names\",\"type\":\"list\",\"value\":[],\"required\":true}]");
        assertThat(plugin.at("/settings").toString()).isEqualTo("[{\"id\":\"greeting\",\"title\":\"greeting\",\"scope\":\"USER\",\"schema\":2,\"fields\":["
                + "{\"name\":\"word\",\"type\":\"text\",\"value\":\"Hello\",\"max\":9},{\"name\":\"loud\",\"type\":\"flag\",\"value\":false}]}]");
        assertThat(plugin.at("/contributions/navigation/0/when").asText()).contains("can:list:pods");
        assertThat(plugin.at("/manifest/require").asText()).contains("fresnel.sdk");
        assertThat(plugin.at("/languages").toString()).isEqualTo("[\"en\",\"ja\"]");
    }

    @Test
    void anUnknownSlotIsInactiveAndReported() throws Exception {
        files.put("contributions.json", "{\"contract\":1,\"holograms\":[{\"id\":\"x\"}]}");
        build();
        assertThat(errors).isEmpty();
        assertThat(warnings).anyMatch(warning -> warning.contains("\"holograms\" is not known to contract 1 and stays inactive"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"contract":2} | must be the constant value '1'
            {"navigation":[{"id":"a","title":"t","group":"moon","resource":"pods"}]} | enumeration
            {"navigation":[{"id":"a","title":"t","group":"plugins"}]} | /contributions/navigation/0
            {"navigation":[{"id":"a","title":"t","group":"plugins","resource":"pods","when":"moon:full"}]} | /contributions/navigation/0/when
            {"pages":[{"route":"x","module":"/etc/passwd"}]} | /contributions/pages/0/module
            {"commands":[{"id":"a","title":"t","route":"x"},{"id":"a","title":"t","route":"x"}]} | two with the id a
            {"commands":[{"id":"a","title":"t","route":"x"}]} | messages/ja.json has no "t"
            {"commands": | contributions.json is no JSON
            """)
    void whatIsWrongInContributionsEndsTheBuild(String contributions, String words) throws Exception {
        files.put("contributions.json", contributions);
        build();
        assertThat(errors).anyMatch(error -> error.contains(words));
    }

    @Test
    void actionsNeedConsent() throws Exception {
        sources.put("Scale", SCALE.replace("title = \"replicas\", ", ""));
        sources.put("package-info", sources.get("package-info").replace("@Asks(outbound = \"api.example.org\", write = {\"deployments.apps\"})", ""));
        files.put("messages/en.json", "{\"scale\":\"\"}");
        files.put("messages/ja.json", "{\"scale\":\"\"}");
        build();
        assertThat(errors).singleElement().asString().contains("asks for no kind to change");
    }

    /** Each would keep the class loader of a build that has gone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            new java.util.Timer() | java.util.Timer
            Runtime.getRuntime().addShutdownHook(new Thread()) | addShutdownHook
            java.lang.ref.Cleaner.create() | Cleaner
            java.sql.DriverManager.getDrivers() | DriverManager
            java.util.logging.Logger.getLogger("x").setLevel(null) | java.util.logging.Logger.setLevel
            new jdk.jfr.Event() {} | jdk.jfr.Event
            ResourceBundle.getBundle("x") | ResourceBundle
            List.of(1).parallelStream() | parallelStream
            List.of(1).stream().parallel() | parallel
            java.util.concurrent.CompletableFuture.runAsync(() -> {}) | common pool
            java.util.concurrent.ForkJoinPool.commonPool() | commonPool
            System.exit(1) | System.exit
            System.setProperty("a", "b") | System.setProperty
            java.beans.Introspector.decapitalize("X") | Introspector
            java.lang.management.ManagementFactory.getPlatformMBeanServer() | ManagementFactory
            """)
    void whatCannotBeTakenBackEndsTheBuild(String code, String words) throws Exception {
        sources.put("Bad", "class Bad { void bad() { " + code + "; } }");
        build();
        assertThat(errors).anyMatch(error -> error.contains("plug.Bad") && error.contains(words));
    }

    @Test
    void executorsOfItsOwnAreFine() throws Exception {
        sources.put("Good", "class Good { void good(java.util.concurrent.Executor mine) { java.util.concurrent.CompletableFuture.runAsync(() -> {}, mine); } }");
        build();
        assertThat(errors).isEmpty();
    }
}

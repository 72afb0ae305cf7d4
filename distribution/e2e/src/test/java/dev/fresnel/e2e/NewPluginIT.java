package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fresnel plugin new} and {@code plugin dev}, as somebody uses them who has the distribution and not this source tree. */
class NewPluginIT {
    private static final Duration BUILD = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void whatIsMadeIsTestedServesAndFollowsItsSources() throws Exception {
        assertThat(fresnel("plugin", "new", "cost-report").err()).isEmpty();
        Path made = folder.resolve("cost-report");
        assertThat(Files.exists(made.resolve("src/test/java/dev/fresnel/costreport/CostReportTest.java"))).isTrue();
        assertThat(fresnel("plugin", "new", "cost-report")).satisfies(again -> assertThat(again.code()).isEqualTo(1)).satisfies(again -> assertThat(again.err()).contains("is not empty"));
        assertThat(fresnel("plugin", "new", "Cost Report").code()).isEqualTo(2);
        ownRepository(made);

        var tested = ended(process(made, List.of("mvn", "-q", "-B", "package")));
        assertThat(tested.code()).as(tested.toString()).isZero();
        assertThat(made.resolve("target/surefire-reports/TEST-dev.fresnel.costreport.CostReportTest.xml")).content().contains("tests=\"3\"").contains("failures=\"0\"");

        try (var jar = new JarFile(made.resolve("target/cost-report-0.1.0-SNAPSHOT.jar").toFile())) {
            assertThat(jar.getEntry("META-INF/fresnel-ui/CostReportPage.js")).as("its page").isNotNull();
        }

        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(Layout.desktop().plugin("demo-cluster"), plugins.resolve("demo-cluster.jar"));
        try (var product = Product.start("--demo", "--plugins-dir", plugins.toString())) {
            product.awaitCommands();
            String data = product.home().resolve("data").toString();
            var first = fresnel("plugin", "dev", made.toString(), "--once", "--offline", "--data-dir", data);
            assertThat(first.code()).as(first.toString()).isZero();
            assertThat(first.out()).containsPattern("cost-report [0-9a-f]{12} serves \\(build \\d+\\.\\d s, swap \\d+\\.\\d s\\)");
            Await.until("its endpoint answers", () -> TestHttp.parse(product.http().get("/api/v1/plugins/cost-report/count?cluster=demo").body()).path("known").path("pods").asInt() > 0);
            follows(product, made, data);
            isRefused(product, made, data);
        }
    }

    private void isRefused(Product product, Path made, String data) throws Exception {
        Path passport = made.resolve("src/main/java/dev/fresnel/costreport/package-info.java");
        Files.writeString(passport, Files.readString(passport).replace("@RequiresSdk(\"0.1\")", "@RequiresSdk(\"0.9\")"));
        var refused = fresnel("plugin", "dev", made.toString(), "--once", "--offline", "--data-dir", data);
        assertThat(refused.code()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.out()).containsPattern("cost-report [0-9a-f]{12} refused: needs page SDK \\[0\\.9,1\\)");
        assertThat(product.http().get("/api/v1/plugins/cost-report/number?cluster=demo").statusCode()).isEqualTo(200);
    }

    /** A change is served; one that cannot be built costs nothing. */
    private void follows(Product product, Path made, String data) throws Exception {
        Path endpoint = made.resolve("src/main/java/dev/fresnel/costreport/CountEndpoint.java");
        String source = Files.readString(endpoint);
        var dev = process(folder, List.of(start(), "plugin", "dev", made.toString(), "--offline", "--data-dir", data));
        try {
            Await.until("the first round", BUILD, () -> lines() >= 1);
            Files.writeString(endpoint, source.replace("\"/count\"", "\"/number\""));
            Await.until("the second round", BUILD, () -> lines() >= 2);
            Await.until("the change is served", () -> product.http().get("/api/v1/plugins/cost-report/number?cluster=demo").statusCode() == 200
                    && product.http().get("/api/v1/plugins/cost-report/count?cluster=demo").statusCode() == 404);
            Files.writeString(endpoint, source + "no Java");
            Await.until("the build fails", BUILD, () -> out().contains("the build failed:"));
            Files.writeString(endpoint, source.replace("\"/count\"", "\"/number\""));
            Await.until("it serves again", BUILD, () -> lines() >= 3);
            assertThat(product.http().get("/api/v1/plugins/cost-report/number?cluster=demo").statusCode()).isEqualTo(200);
            assertThat(dev.isAlive()).isTrue();
        } finally {
            dev.destroy();
            assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private long lines() throws IOException {
        return out().lines().filter(line -> line.contains(" serves (")).count();
    }

    /** Maven's own repository on this machine is read and not written; nothing is fetched. */
    private void ownRepository(Path made) throws IOException {
        Path known = Path.of(System.getProperty("fresnel.maven", ""));
        assertThat(known).isAbsolute();
        Path settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>known</id><mirrorOf>*,!fresnel-sdk</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(folder.resolve("repository"), known.toUri()));
        Files.createDirectory(made.resolve(".mvn"));
        Files.write(made.resolve(".mvn/maven.config"), List.of("--settings=" + settings, "-Daether.offline.protocols=file"));
    }

    private static String start() {
        return Layout.desktop().start().toString();
    }

    private Product.Ended fresnel(String... words) throws Exception {
        var line = new ArrayList<>(List.of(start()));
        line.addAll(Arrays.asList(words));
        return ended(process(folder, line));
    }

    private Process process(Path where, List<String> line) throws IOException {
        var builder = new ProcessBuilder(line).directory(where.toFile()).redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESNEL_") || name.startsWith("XDG_") || name.startsWith("MAVEN_"));
        builder.environment().put("FRESNEL_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private Product.Ended ended(Process process) throws Exception {
        if (!process.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end: " + out());
        }
        return new Product.Ended(process.exitValue(), out(), Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
    }
}

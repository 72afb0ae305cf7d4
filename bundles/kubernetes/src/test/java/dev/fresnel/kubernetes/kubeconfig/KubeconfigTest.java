package dev.fresnel.kubernetes.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeconfigTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Context context(Kubeconfig kubeconfig, String name) {
        return kubeconfig.contexts().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void firstFileThatNamesSomethingWinsAndContextsMayUseEntriesOfOtherFiles() throws IOException {
        Path first = file("one", """
                current-context: b
                clusters: [{name: shared, cluster: {server: "https://first:6443"}}]
                contexts: [{name: a, context: {cluster: shared, user: late}}]
                """);
        Path second = file("two", """
                current-context: a
                clusters: [{name: shared, cluster: {server: "https://second:6443"}}]
                users: [{name: late, user: {token: secret}}]
                contexts:
                - {name: a, context: {cluster: nowhere}}
                - {name: b, context: {cluster: shared, user: late, namespace: shop}}
                """);

        Kubeconfig merged = Kubeconfig.read(List.of(first, folder.resolve("absent"), second));

        assertThat(merged.contexts()).extracting(Context::name).containsExactly("b", "a");
        assertThat(context(merged, "a").server().url()).isEqualTo("https://first:6443");
        assertThat(context(merged, "a").user().token()).isEqualTo("secret");
        assertThat(context(merged, "b").namespace()).isEqualTo("shop");
        assertThat(merged.unreadable()).isEmpty();
    }

    @Test
    void relativePathsAreRelativeToTheirFile() throws IOException {
        Path file = file("deep/config", """
                clusters: [{name: c, cluster: {server: "https://c", certificate-authority: ../ca.pem}}]
                users: [{name: u, user: {client-certificate: cert.pem, client-key: /keys/key.pem, tokenFile: token}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """);

        Context context = context(Kubeconfig.read(List.of(file)), "x");

        assertThat(context.server().caFile()).isEqualTo(folder.resolve("ca.pem"));
        assertThat(context.user().certificateFile()).isEqualTo(folder.resolve("deep/cert.pem"));
        assertThat(context.user().keyFile()).isEqualTo(Path.of("/keys/key.pem"));
        assertThat(context.user().tokenFile()).isEqualTo(folder.resolve("deep/token"));
    }

    @Test
    void everyFieldOfAUserIsRead() throws IOException {
        Path file = file("config", """
                clusters: [{name: c, cluster: {server: "https://c/", tls-server-name: n, insecure-skip-tls-verify: true, proxy-url: "http://p:1"}}]
                users:
                - name: u
                  user:
                    username: 007
                    password: yes
                    as: jane
                    as-uid: 12
                    as-groups: [a, b]
                    as-user-extra: {scopes: [x, "y"]}
                    exec: {apiVersion: client.authentication.k8s.io/v1, command: ./get, args: [one], env: [{name: A, value: B}], provideClusterInfo: true}
                    auth-provider: {name: oidc, config: {client-id: me}}
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """);

        Context context = context(Kubeconfig.read(List.of(file)), "x");
        User user = context.user();

        assertThat(context.server()).isEqualTo(new Server("https://c", null, "", true, "n", "http://p:1"));
        assertThat(user.username()).isEqualTo("007");
        assertThat(user.password()).isEqualTo("yes");
        assertThat(user.impersonation())
                .isEqualTo(new User.Impersonation("jane", "12", List.of("a", "b"), Map.of("scopes", List.of("x", "y"))));
        assertThat(user.exec()).isEqualTo(new User.Exec(
                "client.authentication.k8s.io/v1", "./get", List.of("one"), Map.of("A", "B"), "", true, "", folder));
        assertThat(user.authProvider()).isEqualTo(new User.AuthProvider("oidc", Map.of("client-id", "me")));
    }

    @Test
    void brokenContextCostsOnlyItselfAndSaysWhatToDo() throws IOException {
        Path file = file("config", """
                clusters:
                - {name: good, cluster: {server: "https://good"}}
                - {name: empty, cluster: {}}
                - {name: ftp, cluster: {server: "ftp://x"}}
                - {name: odd, cluster: [not, a, mapping]}
                - just text
                users: {not: a list}
                contexts:
                - {name: ok, context: {cluster: good}}
                - {name: no-cluster, context: {cluster: gone}}
                - {name: no-user, context: {cluster: good, user: gone}}
                - {name: no-server, context: {cluster: empty}}
                - {name: bad-url, context: {cluster: ftp}}
                - {name: odd, context: {cluster: odd}}
                - {name: nothing}
                """);

        Kubeconfig kubeconfig = Kubeconfig.read(List.of(file));

        assertThat(context(kubeconfig, "ok").broken()).isNull();
        assertThat(context(kubeconfig, "no-cluster").broken()).contains("“gone”", "correct the name");
        assertThat(context(kubeconfig, "no-user").broken()).contains("the user “gone”");
        assertThat(context(kubeconfig, "no-server").broken()).contains("add its URL");
        assertThat(context(kubeconfig, "bad-url").broken()).contains("https://HOST");
        assertThat(context(kubeconfig, "odd").broken()).contains("add its URL");
        assertThat(context(kubeconfig, "nothing").broken()).contains("names no cluster");
    }

    @Test
    void fileThatIsNoYamlIsNamedWithoutQuotingItAndTheOthersStillCount() throws IOException {
        Path bad = file("bad", "users:\n- name: u\n  user: {token: \"very-secret\n");
        Path good = file("good", """
                clusters: [{name: c, cluster: {server: "https://c"}}]
                contexts: [{name: x, context: {cluster: c}}]
                """);

        Kubeconfig kubeconfig = Kubeconfig.read(List.of(bad, good));

        assertThat(kubeconfig.contexts()).extracting(Context::name).containsExactly("x");
        assertThat(kubeconfig.unreadable()).containsOnlyKeys(bad);
        assertThat(kubeconfig.unreadable().get(bad)).contains("is not YAML").doesNotContain("very-secret");
    }

    @Test
    void emptyFileHasNoContexts() throws IOException {
        assertThat(Kubeconfig.read(List.of(file("empty", "")))).isEqualTo(Kubeconfig.NONE);
        assertThat(Kubeconfig.read(List.of(file("comment", "# nothing\n---\n")))).isEqualTo(Kubeconfig.NONE);
    }

    @Test
    void bareHostIsPlainHttpAsForKubectl() throws IOException {
        Path file = file("config", """
                clusters: [{name: c, cluster: {server: "localhost:8080"}}]
                contexts: [{name: x, context: {cluster: c}}]
                """);
        assertThat(context(Kubeconfig.read(List.of(file)), "x").server().url()).isEqualTo("http://localhost:8080");
    }

    @Test
    void usersDoNotPrintTheirSecrets() {
        assertThat(User.bearer("jane", "very-secret").toString()).contains("jane").doesNotContain("very-secret");
    }
}

package dev.fresnel.resources.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.resources.Fixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            get,    '',   pods,       x,    true
            delete, '',   pods,       x,    false
            get,    apps, pods,       x,    false
            get,    '',   pods/log,   x,    false
            patch,  apps, deployments, web, true
            patch,  apps, deployments, api, false
            create, apps, deployments, '',  false
            update, x,    a/status,   n,    true
            update, x,    a,          n,    false
            """)
    void areReadAsTheApiServerReadsThem(String verb, String group, String resource, String name, boolean allowed) {
        var role = Fixture.of(Kind.POD, """
                {'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':['get','list']},
                {'apiGroups':['apps'],'resources':['deployments'],'resourceNames':['web'],'verbs':['*']},
                {'apiGroups':['x'],'resources':['*/status'],'verbs':['update']},
                {'nonResourceURLs':['/metrics'],'verbs':['get']}]}""");
        assertThat(Rules.allow(role.at("/rules"), new Rules.Wish(verb, group, resource, name))).isEqualTo(allowed);
    }

    @Test
    void aStarAllowsEverything() {
        var role = Fixture.of(Kind.POD, "{'rules':[{'apiGroups':['*'],'resources':['*'],'verbs':['*']}]}");
        assertThat(Rules.allow(role.at("/rules"), new Rules.Wish("delete", "any", "thing/sub", "n"))).isTrue();
    }
}

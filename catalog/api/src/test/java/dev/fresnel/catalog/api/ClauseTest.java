package dev.fresnel.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClauseTest {
    @Test
    void readsPathsAttributesTypesAndDirectives() {
        var clauses = Clause.parse("osgi.service;objectClass:List<String>=\"a.B,c.D\";uses:=\"x,y\";rank:Long=3, p.q; p.r ;version=1.2");
        assertThat(clauses).hasSize(2);
        assertThat(clauses.getFirst().paths()).containsExactly("osgi.service");
        assertThat(clauses.getFirst().attributes()).isEqualTo(Map.of("objectClass", "a.B,c.D", "rank", "3"));
        assertThat(clauses.getFirst().types()).isEqualTo(Map.of("objectClass", "List<String>", "rank", "Long"));
        assertThat(clauses.getFirst().directives()).isEqualTo(Map.of("uses", "x,y"));
        assertThat(clauses.getLast().paths()).containsExactly("p.q", "p.r");
    }

    @Test
    void quotesHideSeparatorsAndBackslashesHideQuotes() {
        var clause = Clause.parse("fresnel.plugin;summary=\"a \\\"b\\\", c; d=e\"").getFirst();
        assertThat(clause.attributes()).containsEntry("summary", "a \"b\", c; d=e");
    }

    @Test
    void rubbishIsRead() {
        assertThat(Clause.parse("")).isEmpty();
        assertThat(Clause.parse(" , ;, ")).isEmpty();
        assertThat(Clause.parse("\"never closed;a=b,c")).hasSize(1);
        assertThat(Clause.parse("=;:=").getFirst().attributes()).containsEntry("", "");
    }

    @Test
    void symbolicNameHasNoParameters() {
        var headers = new Headers(Map.of("Bundle-SymbolicName", "dev.example.a;singleton:=true"));
        assertThat(headers.symbolicName()).isEqualTo("dev.example.a");
        assertThat(headers.version()).isEqualTo("0.0.0");
    }
}

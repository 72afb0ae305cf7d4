package dev.fresnel.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our cookie and those of a page never meet. */
final class PageCookiesTest {
    @Test
    void oursIsForThisHostAloneAndForNoScript() {
        assertThat(PageCookies.set("k", true)).isEqualTo("__Host-fresnel-page=k; Path=/; HttpOnly; SameSite=Lax; Secure");
        assertThat(PageCookies.set("k", false)).isEqualTo("fresnel-page=k; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void aPageGetsItsOwn() {
        var lines = List.of("a=1; __Host-fresnel-page=k;b=x=y", "__Host-fresnel-12ab-t0=s; FRESNEL-page=z; fresnel-12ab=l; c");
        assertThat(PageCookies.others(lines)).isEqualTo("a=1; b=x=y; c");
        assertThat(PageCookies.keys(lines, true)).containsExactly("k");
        assertThat(PageCookies.keys(lines, false)).isEmpty();
        assertThat(PageCookies.others(List.of("fresnel-page=k"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sid=1; Path=/; HttpOnly | sid=1; Path=/; HttpOnly",
        "sid=1; Domain=example.org; Path=/ | sid=1; Path=/",
        "sid=1;DOMAIN = .pages.example.org;Secure | sid=1; Secure",
        "domain=1; domain | domain=1",
        "myfresnel-page=1 | myfresnel-page=1",
    })
    void whatAPageSetsIsOfItsOriginAlone(String line, String clean) {
        assertThat(PageCookies.foreign(line)).contains(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "__Host-fresnel-page=x; Path=/; Secure", "fresnel-page=x", "Fresnel-Page=x", "__HOST-Fresnel-page=x", " fresnel-page =x", "=__Host-fresnel-page=x", "=x", "x", "",
        "__Secure-fresnel-12ab=x", "fresnel-12ab-t0=; Max-Age=0", "\tfresnel-page=x",
    })
    void noPageSetsOurs(String line) {
        assertThat(PageCookies.foreign(line)).isEmpty();
    }
}

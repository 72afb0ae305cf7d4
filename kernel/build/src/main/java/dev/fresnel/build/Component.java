package dev.fresnel.build;

import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A component as its description in the bundle says.
 *
 * @param services extension points and others that it registers under
 * @param references interfaces that it refers to
 * @param properties text, or lists of text
 */
record Component(String type, List<String> services, List<String> references, Map<String, Object> properties) {
    /** @param header the manifest's {@code Service-Component} */
    static List<Component> all(Jar jar, String header) throws Exception {
        var all = new ArrayList<Component>();
        for (String path : header.split("\\s*,\\s*")) {
            Resource resource = path.isEmpty() ? null : jar.getResource(path);
            if (resource != null) {
                all.add(read(resource));
            }
        }
        return all;
    }

    private static Component read(Resource resource) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root;
        try (InputStream in = resource.openInputStream()) {
            root = factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
        var properties = new LinkedHashMap<String, Object>();
        for (Element property : children(root, "property")) {
            boolean one = property.hasAttribute("value");
            properties.put(property.getAttribute("name"), one
                    ? property.getAttribute("value")
                    : property.getTextContent().lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
        }
        var type = children(root, "implementation").get(0).getAttribute("class");
        return new Component(type, attributes(root, "provide", "interface"), attributes(root, "reference", "interface"), properties);
    }

    private static List<Element> children(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        var all = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static List<String> attributes(Element root, String name, String attribute) {
        return children(root, name).stream().map(element -> element.getAttribute(attribute)).toList();
    }

    String text(String name) {
        return properties.get(name) instanceof String text ? text : "";
    }

    List<String> texts(String name) {
        return Optional.ofNullable(properties.get(name)).map(Classes::texts).orElse(List.of()).stream().filter(text -> !text.isEmpty()).toList();
    }

    int number(String name, int usual) {
        String text = text(name);
        return text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : usual;
    }
}

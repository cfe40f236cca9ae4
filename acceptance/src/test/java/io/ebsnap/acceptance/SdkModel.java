package io.ebsnap.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Holds every answer that the SDK gets against the SDK's own model of it: an element or member that the model does not have, a value of another kind, a word that is not among those
 * of its enumeration. The SDK itself passes such things over.
 */
final class SdkModel implements ExecutionInterceptor {

    private static final ExecutionAttribute<byte[]> BODY = new ExecutionAttribute<>("io.ebsnap.body");
    private static final String UNKNOWN = "UNKNOWN_TO_SDK_VERSION";

    private final List<String> strange = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();

    /** What is not as the model has it. */
    List<String> strange() {
        return List.copyOf(strange);
    }

    /** How many elements and members were held against it. */
    int held() {
        return held.get();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean isBlock = context.httpResponse()
                .firstMatchingHeader("Content-Type")
                .filter("application/octet-stream"::equals)
                .isPresent();
        if (isBlock || context.responseBody().isEmpty()) {
            return context.responseBody();
        }
        try (InputStream in = context.responseBody().get()) {
            byte[] body = in.readAllBytes();
            attributes.putAttribute(BODY, body);
            return Optional.of(new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        String action = context.request().getClass().getSimpleName();
        byte[] body = attributes.getAttribute(BODY);
        if (body != null && body.length > 0) {
            check(action, context.response(), body);
        }
        words(action, context.response());
    }

    private void check(String action, SdkPojo model, byte[] body) {
        if (body[0] == '<') {
            elements(action, wrapped(root(body)), model);
        } else {
            members(action, new ObjectMapper().readTree(body), model);
        }
    }

    private static Element root(byte[] body) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body))
                    .getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    /** STS has its members in an element of their own. */
    private static Element wrapped(Element root) {
        return children(root).stream()
                .filter(child -> child.getTagName().endsWith("Result"))
                .findFirst()
                .orElse(root);
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }

    private static Map<String, SdkField<?>> fields(SdkPojo model, Function<SdkField<?>, String> name) {
        return model.sdkFields().stream().collect(Collectors.toMap(name, field -> field, (a, b) -> a));
    }

    private void elements(String place, Element element, SdkPojo model) {
        Map<String, SdkField<?>> fields = fields(model, SdkField::unmarshallLocationName);
        for (Element child : children(element)) {
            String here = place + "." + child.getTagName();
            SdkField<?> field = fields.get(child.getTagName());
            if (field != null) {
                held.incrementAndGet();
                element(here, child, field);
            } else if (!child.getTagName().equals("requestId")
                    && !child.getTagName().equals("return")) {
                strange.add(here + " is not in the model");
            }
        }
    }

    private void element(String place, Element element, SdkField<?> field) {
        if (field.marshallingType() == MarshallingType.LIST) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            for (Element item : children(element)) {
                if (!item.getTagName().equals("item")) {
                    strange.add(place + "." + item.getTagName() + " is no item");
                }
                element(place, item, member);
            }
        } else if (field.marshallingType() == MarshallingType.SDK_POJO) {
            elements(place, element, field.constructor().get());
        } else if (!children(element).isEmpty()) {
            strange.add(place + " is no structure in the model");
        }
    }

    private void members(String place, JsonNode node, SdkPojo model) {
        Map<String, SdkField<?>> fields = fields(model, SdkField::locationName);
        node.properties().forEach(member -> {
            String here = place + "." + member.getKey();
            SdkField<?> field = fields.get(member.getKey());
            if (field == null) {
                strange.add(here + " is not in the model");
            } else {
                held.incrementAndGet();
                member(here, member.getValue(), field);
            }
        });
    }

    private void member(String place, JsonNode value, SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        boolean fits;
        if (type == MarshallingType.LIST) {
            fits = value.isArray();
            SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
            value.forEach(each -> member(place, each, item));
        } else if (type == MarshallingType.SDK_POJO) {
            fits = value.isObject();
            members(place, value, field.constructor().get());
        } else if (type == MarshallingType.MAP) {
            fits = value.isObject();
        } else if (type == MarshallingType.BOOLEAN) {
            fits = value.isBoolean();
        } else if (type == MarshallingType.STRING || type == MarshallingType.SDK_BYTES) {
            fits = value.isString();
        } else if (type == MarshallingType.INSTANT) {
            fits = value.isNumber() || value.isString();
        } else {
            fits = value.isNumber();
        }
        if (!fits) {
            strange.add(place + " is a " + value.getNodeType() + ", not a " + type);
        }
    }

    /** A word that an enumeration does not have is read as one that is unknown. */
    private void words(String place, Object value) {
        if (value instanceof Collection<?> items) {
            items.forEach(item -> words(place, item));
        } else if (value instanceof SdkPojo) {
            for (Method method : value.getClass().getMethods()) {
                if (method.getParameterCount() == 0 && !method.isBridge() && isAccessor(method)) {
                    word(place + "." + method.getName(), value, method);
                }
            }
        }
    }

    private static boolean isAccessor(Method method) {
        Class<?> type = method.getReturnType();
        return Collection.class.isAssignableFrom(type)
                || type.isEnum()
                || (SdkPojo.class.isAssignableFrom(type) && !SdkBuilder.class.isAssignableFrom(type));
    }

    private void word(String place, Object owner, Method method) {
        try {
            Object value = method.invoke(owner);
            if (value instanceof Enum<?> word) {
                if (word.name().equals(UNKNOWN)) {
                    strange.add(place + " is not a word of the model");
                }
            } else if (!method.getName().startsWith("sdkField")) {
                words(place, value);
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
    }
}

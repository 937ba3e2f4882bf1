"""JSON Schema, as far as the schemas of samples/ use it."""

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
         "boolean": bool, "null": type(None)}
KEYWORDS = {"$schema", "title", "description", "type", "required", "properties", "items", "const",
            "enum", "minimum", "$defs", "$ref"}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def invalid(value, schema, where="$", root=None):
    """What the schema does not allow, or does not say: members without a description of theirs."""
    root = root or schema
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    unknown = set(schema) - KEYWORDS
    if unknown:
        return f"{where}: the schema uses {unknown}"
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_type(value, name) for name in names):
        return f"{where}: {value!r} is no {names}"
    if "const" in schema and value != schema["const"]:
        return f"{where}: {value!r}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: {value!r}"
    if "minimum" in schema and value < schema["minimum"]:
        return f"{where}: {value!r}"
    if isinstance(value, dict):
        missing = set(schema.get("required", [])) - set(value)
        extra = set(value) - set(schema["properties"])
        if missing or extra:
            return f"{where}: missing {missing}, not described {extra}"
        parts = [(schema["properties"][key], item, f"{where}.{key}") for key, item in value.items()]
    elif isinstance(value, list):
        parts = [(schema["items"], item, f"{where}[{at}]") for at, item in enumerate(value)]
    else:
        parts = []
    return next((found for part, item, place in parts
                 if (found := invalid(item, part, place, root))), "")

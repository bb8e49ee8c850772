namespace Picard.Gen.Generators;

/// <summary>Writes how an object is written: its names, encoded once, and its members.</summary>
internal sealed class ShapeMembers
{
    private readonly ShapeModel _shape;
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public ShapeMembers(ShapeModel shape)
    {
        _shape = shape;
        var taken = new HashSet<string>(StringComparer.Ordinal) { "s_names", "s_known" };
        foreach (var member in shape.Members)
        {
            var name = Literal.Plain(member.Member.Name);
            var field = $"s_{char.ToLowerInvariant(name[0])}{name.Substring(1)}";
            for (var number = 2; !taken.Add(field); number++)
            {
                field = $"s_{char.ToLowerInvariant(name[0])}{name.Substring(1)}{number}";
            }

            _fields[member.Member.Name] = field;
        }
    }

    public IEnumerable<ShapeMemberModel> Written => _shape.Members.Where(static m => m.Member.IsWritten);

    public void EmitNames(SourceText text)
    {
        foreach (var member in Written)
        {
            text.Line($"private static readonly {KnownNames.JsonEncodedText} {_fields[member.Member.Name]} = {KnownNames.JsonEncodedText}.Encode({Literal.Of(member.Member.JsonName)});");
        }

        text.Line();
    }

    public void EmitWrite(SourceText text)
    {
        var type = _shape.Type;
        text.Line("/// <inheritdoc/>");
        text.Open($"public override void Write({KnownNames.Utf8JsonWriter} writer, {type.Self} value)");
        if (type.Form != TypeForm.Struct)
        {
            text.Open("if (value is null)");
            text.Line("writer.WriteNullValue();");
            text.Line("return;");
            text.Close();
            text.Line();
        }

        text.Line("writer.WriteStartObject();");
        foreach (var member in Written)
        {
            EmitMember(text, member);
        }

        text.Line("writer.WriteEndObject();");
        text.Close();
    }

    private void EmitMember(SourceText text, ShapeMemberModel shaped)
    {
        var member = shaped.Member;
        var value = $"value.{member.Name}";
        var condition = member.Ignore switch
        {
            JsonIgnore.WhenNull => member.Type.Keyword == "String" ? $"{value} is not null" : $"!{KnownNames.Shapes}.IsNull({value})",
            JsonIgnore.WhenDefault => $"!{KnownNames.Shapes}.IsDefault({value})",
            _ => null,
        };
        if (condition is not null)
        {
            text.Open($"if ({condition})");
        }

        var name = _fields[member.Name];
        switch (member.Type.Keyword)
        {
            case null:
                text.Line($"writer.WritePropertyName({name});");
                text.Line($"{shaped.Shape}.Write(writer, {value});");
                break;
            case "String":
                text.Line($"writer.WriteString({name}, {value});");
                break;
            case "Boolean":
                text.Line($"writer.WriteBoolean({name}, {value});");
                break;
            default:
                text.Line($"writer.WriteNumber({name}, {value});");
                break;
        }

        if (condition is not null)
        {
            text.Close();
            text.Line();
        }
    }
}

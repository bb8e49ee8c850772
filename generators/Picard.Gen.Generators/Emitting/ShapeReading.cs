namespace Picard.Gen.Generators;

/// <summary>Writes how an object is read: each member into a local, then the object from the locals.</summary>
internal sealed class ShapeReading
{
    private static readonly string[] s_reserved = ["reader", "value", "next", "member", "type"];

    private readonly ShapeModel _shape;
    private readonly List<Local> _locals = [];
    private readonly JsonConstructorModel? _constructor;
    private readonly string? _unreadable;

    public ShapeReading(ShapeModel shape)
    {
        _shape = shape;
        _unreadable = WhyNot(shape, out _constructor);
        if (_unreadable is not null)
        {
            return;
        }

        var taken = new HashSet<string>(s_reserved, StringComparer.Ordinal);
        foreach (var member in shape.Members.Where(static m => m.Member.IsRead))
        {
            var parameter = _constructor?.Parameters.FirstOrDefault(p => IsFor(p, member.Member));
            if (parameter is null && member.Member.Setter == JsonSetter.None)
            {
                continue;
            }

            var hasDefault = shape.Type.Form != TypeForm.Struct || _constructor is { IsChosen: true };
            _locals.Add(new Local(member, parameter, Name(member.Member, taken), HowSet(member, parameter), (hasDefault ? parameter?.Default : null) ?? "default!"));
        }
    }

    private enum Setting
    {
        /// <summary>By the constructor.</summary>
        Constructor,

        /// <summary>With the object: what is missing gets the value that the object would have given it anyway.</summary>
        Initializer,

        /// <summary>Afterwards, if it was there: the object has a value of its own.</summary>
        Assignment,

        /// <summary>As an assignment, past <c>init</c>.</summary>
        Accessor,
    }

    /// <summary>The names that are read, in order.</summary>
    public void EmitNames(SourceText text)
    {
        if (_unreadable is not null)
        {
            return;
        }

        var unknown = _shape.Type.RefusesUnknown ? $"{KnownNames.UnknownMembers}.Refused{(_locals.Count == 0 ? "" : ", ")}" : "";
        var names = string.Join(", ", _locals.Select(static l => Literal.Of(l.Shaped.Member.JsonName)));
        text.Line($"private static readonly {KnownNames.MemberNames} s_names = new({unknown}{names});");
        text.Line();
    }

    public void Emit(SourceText text)
    {
        var type = _shape.Type;
        text.Line("/// <inheritdoc/>");
        text.Open($"public override {type.Self} Read(ref {KnownNames.Utf8JsonReader} reader)");
        if (_unreadable is not null)
        {
            text.Line($"throw {KnownNames.JsonFault}.Unreadable({Literal.Of(_unreadable)});");
            text.Close();
            return;
        }

        if (type.Form == TypeForm.Class)
        {
            text.Open($"if (reader.TokenType == {KnownNames.JsonTokenType}.Null)");
            text.Line("return null!;");
            text.Close();
            text.Line();
        }

        text.Line($"{KnownNames.JsonFault}.ExpectObject(ref reader);");
        foreach (var local in _locals)
        {
            EmitLocal(text, local);
        }

        EmitLoop(text);
        EmitResult(text);
        text.Close();
    }

    private static bool IsFor(JsonParameterModel parameter, JsonMemberModel member) =>
        string.Equals(parameter.Name, Literal.Plain(member.Name), StringComparison.OrdinalIgnoreCase);

    /// <summary>The constructor that System.Text.Json would use, or why there is none.</summary>
    private static string? WhyNot(ShapeModel shape, out JsonConstructorModel? constructor)
    {
        var type = shape.Type;
        constructor = null;
        if (type.IsAbstract)
        {
            return $"'{type.DisplayName}' is {(type.Form == TypeForm.Interface ? "an interface" : "abstract")}";
        }

        var chosen = shape.Constructors.Where(static c => c.IsChosen).ToList();
        var open = shape.Constructors.Where(static c => c.IsPublic).ToList();
        if (chosen.Count == 1)
        {
            constructor = chosen[0];
        }
        else if (type.Form == TypeForm.Struct)
        {
            // Without a choice a struct is made by 'new()'; a positional one is the same made with its values.
            constructor = type.IsRecord && !open.Any(static c => c.Parameters.Count == 0) ? open.FirstOrDefault(static c => c.IsPrimary) : null;
        }
        else if (shape.Constructors.Count > 0 && !open.Any(static c => c.Parameters.Count == 0))
        {
            if (open.Count != 1)
            {
                return $"'{type.DisplayName}' has {(open.Count == 0 ? "no public constructor" : "several constructors, none of them marked [JsonConstructor]")}";
            }

            constructor = open[0];
        }

        if (constructor is { Parameters.Count: 0 })
        {
            constructor = null;
        }

        foreach (var parameter in constructor?.Parameters ?? default)
        {
            if (!parameter.IsConstant)
            {
                return $"the default value of '{parameter.Name}' of the constructor of '{type.DisplayName}' is not a literal";
            }

            if (!shape.Members.Any(m => IsFor(parameter, m.Member) && (m.Owner.Length > 0 || SameType(m.Member.Type.Type, parameter.Type))))
            {
                return $"'{parameter.Name}' of the constructor of '{type.DisplayName}' is no member of the same type";
            }
        }

        return null;
    }

    private static bool SameType(string one, string two) => one.TrimEnd('?') == two.TrimEnd('?');

    private static Setting HowSet(ShapeMemberModel shaped, JsonParameterModel? parameter)
    {
        if (parameter is not null)
        {
            return Setting.Constructor;
        }

        return shaped.Member.IsRequired || !shaped.HasOwnValue ? Setting.Initializer
            : shaped.Member.Setter == JsonSetter.Set ? Setting.Assignment
            : Setting.Accessor;
    }

    private static string Name(JsonMemberModel member, HashSet<string> taken)
    {
        var plain = CamelCase.Of(Literal.Plain(member.Name).TrimStart('_'));
        plain = plain.Length == 0 || char.IsDigit(plain[0]) ? "member" + plain : plain;
        var name = plain;
        for (var number = 2; !taken.Add(name); number++)
        {
            name = plain + number;
        }

        return Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) != Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? "@" + name : name;
    }

    private static void EmitLocal(SourceText text, Local local)
    {
        var member = local.Shaped.Member;
        if (local.Shaped.IsForeign && member.Type.Keyword is null)
        {
            text.Line($"var {local.Name} = {local.Shaped.Shape}.None;");
            if (local.Initial != "default!")
            {
                text.Line($"{local.Name} = {local.Initial};");
            }
        }
        else
        {
            text.Line($"{member.Type.Type} {local.Name} = {local.Initial};");
        }

        if (local.NeedsPresence)
        {
            text.Line($"var {local.Presence} = false;");
        }
    }

    private void EmitLoop(SourceText text)
    {
        text.Line("var next = 0;");
        if (_locals.Count == 0)
        {
            text.Open("while (s_names.TryRead(ref reader, ref next, out _))");
            text.Close();
            text.Line();
            return;
        }

        text.Open("while (s_names.TryRead(ref reader, ref next, out var member))");
        text.Open("switch (member)");
        for (var i = 0; i < _locals.Count; i++)
        {
            var local = _locals[i];
            var member = local.Shaped.Member;
            text.Line($"case {i}:");
            text.Indent();
            text.Line(member.Type.Keyword is { } keyword
                ? $"{local.Name} = {KnownNames.JsonValue}.Read{keyword}(ref reader){(keyword == "String" ? "!" : "")};"
                : $"{local.Name} = {local.Shaped.Shape}.Read(ref reader);");
            if (local.NeedsPresence)
            {
                text.Line($"{local.Presence} = true;");
            }

            text.Line("break;");
            text.Outdent();
        }

        text.Close();
        text.Close();
        text.Line();
    }

    private void EmitResult(SourceText text)
    {
        foreach (var local in _locals.Where(static l => l.Shaped.Member.IsRequired))
        {
            text.Open($"if (!{local.Presence})");
            text.Line($"throw {KnownNames.JsonFault}.Missing({Literal.Of(local.Shaped.Member.JsonName)});");
            text.Close();
            text.Line();
        }

        var arguments = _constructor is null ? "" : string.Join(", ", _constructor.Parameters.Select(p => _locals.FirstOrDefault(l => ReferenceEquals(l.Parameter, p))?.Name ?? "default!"));
        var initialized = _locals.Where(static l => l.Setting == Setting.Initializer).Select(static l => $"{l.Shaped.Member.Name} = {l.Name}").ToList();
        var initializer = initialized.Count == 0 ? "" : $" {{ {string.Join(", ", initialized)} }}";
        var creation = $"new {_shape.Type.Self}{(arguments.Length + initialized.Count == 0 || arguments.Length > 0 ? $"({arguments})" : "")}{initializer}";
        var later = _locals.Where(static l => l.Setting is Setting.Assignment or Setting.Accessor).ToList();
        if (later.Count == 0)
        {
            text.Line($"return {creation};");
            return;
        }

        text.Line($"var value = {creation};");
        foreach (var local in later)
        {
            text.Open($"if ({local.Presence})");
            var setter = $"{local.Shaped.Owner}Set{Literal.Plain(local.Shaped.Member.Name)}({(_shape.Type.Form == TypeForm.Struct ? "ref " : "")}value, {local.Name});";
            text.Line(local.Setting == Setting.Assignment ? $"value.{local.Shaped.Member.Name} = {local.Name};" : setter);
            text.Close();
            text.Line();
        }

        text.Line("return value;");
    }

    /// <summary>A member while it is read.</summary>
    private sealed record Local(ShapeMemberModel Shaped, JsonParameterModel? Parameter, string Name, Setting Setting, string Initial)
    {
        public bool NeedsPresence => Shaped.Member.IsRequired || Setting is Setting.Assignment or Setting.Accessor;

        public string Presence => $"has{char.ToUpperInvariant(Name.TrimStart('@')[0])}{Name.TrimStart('@').Substring(1)}";
    }
}

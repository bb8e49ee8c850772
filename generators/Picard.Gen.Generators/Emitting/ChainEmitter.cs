namespace Picard.Gen.Generators;

/// <summary>Writes the middleware of an application or a handler as one chain of direct calls.</summary>
internal static class ChainEmitter
{
    /// <summary>The field that holds the middleware of an application or a handler.</summary>
    public const string Field = "_middleware";

    private const string Argument = KnownNames.MiddlewareArgument + " argument";

    public static void EmitField(SourceText text, EquatableArray<UseModel> uses)
    {
        if (uses.Count > 0)
        {
            text.Line($"private readonly {KnownNames.MiddlewareStack} {Field};");
        }
    }

    public static void EmitCreation(SourceText text, EquatableArray<UseModel> uses)
    {
        if (uses.Count > 0)
        {
            text.Line($"{Field} = new {KnownNames.MiddlewareStack}(() => new {KnownNames.ChainClass}(services));");
        }
    }

    /// <summary>Writes the property by which the runtime asks for it.</summary>
    public static void EmitProperty(SourceText text, EquatableArray<UseModel> uses)
    {
        if (uses.Count > 0)
        {
            text.Line("/// <inheritdoc/>");
            text.Line($"protected override {KnownNames.MiddlewareStack}? Middleware => {Field};");
            text.Line();
        }
    }

    /// <summary>Writes the chain.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="uses">The middleware, in order.</param>
    /// <param name="target">What it leads to, as people say it.</param>
    public static void Emit(SourceText text, EquatableArray<UseModel> uses, string target)
    {
        if (uses.Count == 0)
        {
            return;
        }

        var fields = FieldsOf(uses);
        text.Line();
        text.Line($"/// <summary>Each exchange passes {string.Join(", then ", uses.Select(static u => u.Name))}, then {target}; its response passes them the other way.</summary>");
        text.Open($"private sealed class {KnownNames.ChainClass}({KnownNames.ApplicationServices} services) : {KnownNames.MiddlewareChain}");
        for (var i = 0; i < uses.Count; i++)
        {
            var type = $"{uses[i].Type}.{KnownNames.MiddlewareClass}";
            text.Line($"private readonly {type} {fields[i]} = {type}.Create(services);");
        }

        text.Line();
        text.Line("/// <inheritdoc/>");
        text.Line($"protected override int Count => {uses.Count};");
        text.Line();
        text.Line("/// <inheritdoc/>");
        text.Line($"public override {KnownNames.MiddlewareInterests} Interests => {string.Join(" | ", fields.Select(static f => f + ".Interests"))};");
        Open(text, $"void Reset({Argument})");
        foreach (var field in fields)
        {
            text.Line($"{field}.Reset(argument);");
        }

        text.Close();
        EmitSwitch(text, fields, $"{KnownNames.MiddlewareStep} Request(int position, {Argument})", static f => $"return {f}.Request(argument);");
        Open(text, $"void Response(int delivered, {Argument})");
        EmitInward(text, fields, "Response(argument)", reverse: true);
        text.Close();
        EmitSee(text, fields);
        EmitSwitch(text, fields, $"bool Fault(int position, global::System.Exception exception, {Argument})", static f => $"return {f}.Fault(exception, argument);");
        EmitSwitch(text, fields, $"void End(int position, {Argument})", static f => $"{f}.End(argument); return;");
        text.Close();
    }

    private static void EmitSee(SourceText text, List<string> fields)
    {
        Open(text, $"void See({KnownNames.MiddlewareEvent} seen, int delivered, {Argument})");
        text.Open($"if (seen <= {KnownNames.MiddlewareEvent}.RequestEnd)");
        EmitInward(text, fields, "See(seen, argument)", reverse: false);
        text.Line("return;");
        text.Close();
        text.Line();
        EmitInward(text, fields, "See(seen, argument)", reverse: true);
        text.Close();
    }

    private static void EmitInward(SourceText text, List<string> fields, string call, bool reverse)
    {
        for (var n = 0; n < fields.Count; n++)
        {
            var i = reverse ? fields.Count - 1 - n : n;
            text.Open($"if (delivered > {i})");
            text.Line($"{fields[i]}.{call};");
            text.Close();
            text.Line();
        }
    }

    private static void EmitSwitch(SourceText text, List<string> fields, string signature, Func<string, string> body)
    {
        Open(text, signature);
        text.Open("switch (position)");
        for (var i = 0; i < fields.Count; i++)
        {
            text.Line($"case {i}: {body(fields[i])}");
        }

        text.Line($"default: throw new {KnownNames.UnreachableException}();");
        text.Close();
        text.Close();
    }

    private static void Open(SourceText text, string signature)
    {
        text.Line();
        text.Line("/// <inheritdoc/>");
        text.Open($"protected override {signature}");
    }

    /// <summary>A field for each; one that is used twice has two.</summary>
    private static List<string> FieldsOf(EquatableArray<UseModel> uses)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. uses.Select(u => EndpointTable.Unique($"_{char.ToLowerInvariant(u.Name[0])}{u.Name.Substring(1)}", taken))];
    }
}

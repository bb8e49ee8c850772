namespace Picard.Gen.Generators;

/// <summary>Puts the members of [Parameters] types in the place of the parameters that have them.</summary>
internal static class ClientMembers
{
    /// <summary>The clients, with a parameter for each member.</summary>
    public static EquatableArray<ClientModel> Expand(EquatableArray<ClientModel> clients, DeclaredTypes declared) =>
        clients.Any(static c => c.Part.Methods.Any(HasMembers)) ? clients.Select(c => c.Part.Methods.Any(HasMembers) ? Expand(c, declared) : c).ToList() : clients;

    private static bool HasMembers(ClientMethodModel method) => method.Hindrance is null && method.Parameters.Any(static p => p.Use == ParameterUse.Members);

    private static ClientModel Expand(ClientModel client, DeclaredTypes declared)
    {
        var from = new SignatureModel(client.Part.FullName, client.Part.Scope, default, default);
        return client with { Part = client.Part with { Methods = client.Part.Methods.Select(m => HasMembers(m) ? Expand(m, from, declared) : m).ToList() } };
    }

    private static ClientMethodModel Expand(ClientMethodModel method, SignatureModel from, DeclaredTypes declared)
    {
        var parameters = new List<ClientParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            // The parameter itself stays: its name is taken.
            parameters.Add(parameter);
            if (parameter.Use != ParameterUse.Members)
            {
                continue;
            }

            var names = new List<TypeName>();
            TypeName.AddTo(names, parameter.Shape);
            if (names.Count != 1 || ParametersPlan.Find(declared, names[0], from) is not { } type || !TryAdd(parameters, method, parameter, type))
            {
                return method with { Hindrance = $"has a parameter '{Literal.Plain(parameter.Name)}' whose members have no place in a request" };
            }
        }

        var expanded = method with { Parameters = parameters };
        var hasContent = parameters.Any(static p => p.Use is ParameterUse.Octets or ParameterUse.Stream or ParameterUse.Items);
        return expanded with { Hindrance = hasContent && parameters.Any(static p => p.Use == ParameterUse.Form) ? "has a form and other content" : expanded.HindranceOfRoute };
    }

    private static bool TryAdd(List<ClientParameterModel> parameters, ClientMethodModel method, ClientParameterModel parameter, ParametersModel type)
    {
        foreach (var member in type.Arguments.Concat(type.Properties))
        {
            // A parameter of the constructor is read where it is kept.
            if (type.Readable.FirstOrDefault(name => string.Equals(Literal.Plain(name), Literal.Plain(member.Name), StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                return false;
            }

            var name = member.Place?.Name ?? CamelCase.Of(Literal.Plain(member.Name));
            var use = UseOf(member, method.Pattern!, name);
            if (use == ParameterUse.OfServer)
            {
                return false;
            }

            parameters.Add(new ClientParameterModel($"{parameter.Name}.{property}", member.Type, use, name, Shape: null));
        }

        return true;
    }

    private static ParameterUse UseOf(BoundMemberModel member, RoutePattern pattern, string name) => member.Place?.Source switch
    {
        ParameterSource.Query => ParameterUse.Query,
        ParameterSource.Header => ParameterUse.Header,
        ParameterSource.Cookie => ParameterUse.Cookie,
        ParameterSource.Form => ParameterUse.Form,
        null or ParameterSource.Automatic => pattern.IndexOf(name) >= 0 ? ParameterUse.Route : ParameterUse.Query,
        _ => ParameterUse.OfServer,
    };
}

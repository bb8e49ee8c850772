namespace Picard.Gen.Generators;

/// <summary>An application: its own declaration, and the routes of its handlers.</summary>
/// <param name="Part">The declaration that has the attribute.</param>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="Constructor">The parameters of the constructor.</param>
/// <param name="Provides">The members marked [Provides], of all parts.</param>
/// <param name="Handlers">The handlers, ordered by name.</param>
internal sealed record ApplicationModel(
    PartModel Part, string FileName, EquatableArray<ParameterModel> Constructor, EquatableArray<MemberName> Provides, EquatableArray<HandlerRoutesModel> Handlers);

/// <summary>A member of the application.</summary>
/// <param name="Name">Its name as written.</param>
internal sealed record MemberName(string Name);

/// <summary>What an application knows of a handler.</summary>
/// <param name="DisplayName">The name as people say it.</param>
/// <param name="Create">The expression that creates its endpoints, without the argument list.</param>
/// <param name="Endpoints">Its endpoints, in order.</param>
internal sealed record HandlerRoutesModel(string DisplayName, string Create, EquatableArray<EndpointRouteModel> Endpoints);

/// <summary>What an application knows of an endpoint.</summary>
/// <param name="Name">The user's method.</param>
/// <param name="Pattern">The pattern; null for a fallback.</param>
/// <param name="Methods">The request methods.</param>
internal sealed record EndpointRouteModel(string Name, RoutePattern? Pattern, EquatableArray<RouteMethodValue> Methods)
{
    /// <summary>Whether it takes methods that no route can name, beside all that one can.</summary>
    public bool TakesOtherMethods { get; init; }
}

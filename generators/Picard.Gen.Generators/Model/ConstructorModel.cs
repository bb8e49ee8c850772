namespace Picard.Gen.Generators;

/// <summary>A constructor of a handler.</summary>
/// <param name="Parameters">Its parameters, all of them services.</param>
internal sealed record ConstructorModel(EquatableArray<ParameterModel> Parameters);
